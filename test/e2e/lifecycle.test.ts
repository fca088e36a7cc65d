import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Answer, type App, at, type Identity, startApp } from '../support/app.js';
import { readFixture } from '../support/fixtures.js';

const { pem, signature, textSha256 } = readFixture('signature.json') as {
  pem: string;
  signature: string;
  textSha256: string;
};

const clerk: Identity = { role: 'CLERK', org: 'org-x' };
const drafter: Identity = { role: 'DRAFTER', org: 'org-x' };
const leader: Identity = { role: 'ORG_LEADER', org: 'org-x' };
const otherLeader: Identity = { role: 'ORG_LEADER', org: 'org-y' };
const signatoryX: Identity = { role: 'SIGNATORY', org: 'org-x', office: 'off-x' };
const impostor: Identity = { role: 'SIGNATORY', org: 'org-x', office: 'off-x', person: 'somebody-else' };

const day = (on: string) => ({ earliest: on, latest: on, precision: 'DAY', certainty: 'STATED' });
const id = 'agr-live';

const scan = '%PDF-1.7 trang ký của bên y';

describe('an agreement from draft to force, over HTTP, by different identities', () => {
  let app: App;

  /** Sends one mutation; the input type follows from its name. */
  const send = (name: string, input: object, identity: Identity): Promise<Answer> => {
    const type = `${name[0]?.toUpperCase() ?? ''}${name.slice(1)}Input`;
    const selection = 'userErrors { code path message { vi en } } position';
    return app.ask(
      `mutation ($input: ${type}!) { result: ${name}(input: $input) { ${selection} } }`,
      { input },
      identity,
    );
  };
  const must = async (name: string, input: object, identity: Identity) => {
    const answer = await send(name, input, identity);
    expect(answer).toMatchObject({ data: { result: { userErrors: [] } } });
    return at(answer, 'result.position') as string;
  };
  const refused = async (name: string, input: object, identity: Identity) =>
    ((at(await send(name, input, identity), 'result.userErrors') as { code: string }[] | undefined) ?? []).map(
      ({ code }) => code,
    );
  const status = async () =>
    at(await app.ask('query ($id: ID!) { agreement(id: $id) { status } }', { id }), 'agreement.status');

  beforeAll(async () => {
    app = await startApp();
    const decisionDocId = 'doc-decision';
    for (const letter of ['x', 'y']) {
      const organization = {
        id: `org-${letter}`,
        name: `Liên đoàn Lao động ${letter}`,
        kind: 'UNION_FEDERATION',
        decisionDocId,
      };
      await must('registerOrganization', organization, clerk);
      await must(
        'registerOffice',
        { id: `off-${letter}`, title: `Chủ tịch ${letter}`, orgId: `org-${letter}`, decisionDocId },
        clerk,
      );
      const holder = {
        id: `off-${letter}`,
        personKey: `demo-signatory-off-${letter}`,
        effectiveFrom: day('2020-01-01'),
        decisionDocId,
      };
      await must('appointHolder', holder, clerk);
    }
  }, 60_000);
  afterAll(() => app.close());

  const draft = {
    id,
    kind: 'COORDINATION_REGULATION',
    subject: 'Quy chế phối hợp công tác',
    leadIssuer: 'org-x',
    effectivenessRule: 'ALL_SIGNED',
    parties: [
      { partyId: 'x', side: 'A', bodyIds: ['org-x'] },
      { partyId: 'y', side: 'B', bodyIds: ['org-y'] },
    ],
    text: {
      clauses: [
        { clauseId: 'c1', label: 'Điều 1', body: 'Hai bên phối hợp tuyên truyền, vận động đoàn viên.' },
        { clauseId: 'c2', label: 'Điều 2', body: 'Hai bên trao đổi thông tin hằng quý.' },
      ],
    },
  };
  const paper = {
    id,
    partyId: 'y',
    officeId: 'off-y',
    capacity: 'ON_BEHALF_OF_BODY',
    textSha256,
  };
  const digital = {
    id,
    partyId: 'x',
    officeId: 'off-x',
    capacity: 'ON_BEHALF_OF_BODY',
    textSha256,
    signatureKind: 'DIGITAL_OFFICIAL',
    certificate: { pem, signature },
  };

  test('drafted by a drafter and by nobody else; an id is given once', async () => {
    expect(await refused('draftAgreement', draft, clerk)).toEqual(['ROLE_NOT_ALLOWED']);
    expect(await refused('draftAgreement', { ...draft, parties: draft.parties.slice(0, 1) }, drafter)).toEqual([
      'PARTIES_TOO_FEW',
    ]);
    await must('draftAgreement', draft, drafter);
    expect(await refused('draftAgreement', { ...draft, subject: 'Khác' }, drafter)).toEqual(['ID_EXISTS']);
    expect(await status()).toBe('DRAFTING');
  });

  test('revised, against the version that was seen; signing cannot open on a draft', async () => {
    const clauses = [{ clauseId: 'c2', body: 'Hai bên trao đổi thông tin hằng tháng.' }];
    expect(await refused('openSigning', { id }, leader)).toEqual(['TEXT_NOT_FINAL']);
    await must('reviseDraft', { id, expectedVersion: 1, patch: { clauses }, note: 'theo ý kiến' }, drafter);
    expect(await refused('reviseDraft', { id, expectedVersion: 1, patch: { subject: 'Khác' } }, drafter)).toEqual([
      'VERSION_CONFLICT',
    ]);
  });

  test('finalised by the leader of the lead issuer; then the text is frozen', async () => {
    const text = { id, textVersion: 2, textSha256 };
    expect(await refused('finalizeText', text, otherLeader)).toEqual(['ROLE_NOT_ALLOWED']);
    expect(await refused('finalizeText', { ...text, textVersion: 1 }, leader)).toEqual(['TEXT_VERSION_NOT_CURRENT']);
    await must('finalizeText', text, leader);
    expect(await refused('reviseDraft', { id, patch: { subject: 'Khác' } }, drafter)).toEqual(['TEXT_FROZEN']);
    await must('openSigning', { id }, leader);
  });

  test('presented before it is signed, by its hash', async () => {
    expect(await refused('signAsParty', digital, signatoryX)).toEqual(['TEXT_NOT_PRESENTED']);
    await must(
      'presentText',
      { id, textVersion: 2, textSha256, presenterOfficeId: 'off-x', occasionId: 'cer-1' },
      clerk,
    );
    expect(await refused('signAsParty', { ...digital, textSha256: 'b'.repeat(64) }, signatoryX)).toEqual([
      'SIGNED_TEXT_MISMATCH',
    ]);
  });

  test('signed by the holder of the office, with proof, once', async () => {
    expect(await refused('signAsParty', digital, impostor)).toEqual(['SIGNER_IDENTITY_MISMATCH']);
    expect(await refused('signAsParty', { ...digital, partyId: 'z' }, signatoryX)).toEqual(['NOT_A_PARTY']);
    expect(await refused('signAsParty', { ...digital, signatureKind: 'OTHER_CONFIRMATION' }, signatoryX)).toEqual([
      'SIGNATURE_KIND_INSUFFICIENT',
    ]);
    const forged = { ...digital, certificate: { pem, signature: signature.slice(4) + signature.slice(0, 4) } };
    expect(await refused('signAsParty', forged, signatoryX)).toEqual(['SIGNATURE_INVALID']);
    await must('signAsParty', digital, signatoryX);
    expect(await refused('signAsParty', digital, signatoryX)).toEqual(['ALREADY_SIGNED']);
    expect(await refused('bringIntoForce', { id }, leader)).toEqual(['NOT_FULLY_SIGNED']);
  });

  test('by a certificate that names the signer, which auditors alone see, on record', async () => {
    const query = `query ($id: ID!) { agreement(id: $id) {
      parties { signatures { certificate { serial pem } } }
      history(first: 50, filter: { events: ["PartySigned"] }) { nodes { changes { path was now } } }
      diff(from: { version: 0 }) { path was now }
    } }`;
    const reads = '{ accessLog(first: 50, filter: { stream: "agreement:agr-live" }) { nodes { what isDenied } } }';
    const shown = async (identity: Identity) => {
      const answer = await app.ask(query, { id }, identity);
      expect(at(answer, 'agreement.parties.0.signatures.0.certificate.serial')).toEqual(expect.any(String));
      return JSON.stringify(answer).split(JSON.stringify(pem).slice(1, -1)).length - 1;
    };
    expect(await shown({ role: 'DASHBOARD' })).toBe(0);
    expect(await shown(clerk)).toBe(0);
    expect(at(await app.ask(reads), 'accessLog.nodes')).toEqual([]);
    expect(await shown({ role: 'AUDITOR' })).toBe(3);
    expect(at(await app.ask(reads), 'accessLog.nodes')).toEqual([{ what: 'PERSON', isDenied: false }]);
  });

  test('on paper only with a scan; the last signature completes it, and it enters into force', async () => {
    expect(await refused('recordPaperSignature', paper, clerk)).toEqual(['PAPER_EVIDENCE_REQUIRED']);
    const unknown = { ...paper, scanSha256: 'a'.repeat(64) };
    expect(await refused('recordPaperSignature', unknown, clerk)).toEqual(['PAPER_EVIDENCE_REQUIRED']);
    const scanSha256 = await app.upload(scan);
    await must('recordPaperSignature', { ...paper, scanSha256 }, clerk);
    const files = 'query ($id: ID!) { agreement(id: $id) { parties { signatures { scan { name size url } } } } }';
    const signature = at(await app.ask(files, { id }), 'agreement.parties.1.signatures.0.scan') as { url: string };
    expect(signature).toEqual({ name: 'Trang ký.pdf', size: Buffer.byteLength(scan), url: expect.any(String) });
    expect(await (await fetch(app.url + signature.url)).text()).toBe(scan);
    expect(['SIGNED', 'IN_FORCE']).toContain(await status());
    expect(await refused('withdrawSignature', { id, partyId: 'x', reason: 'đổi ý' }, signatoryX)).toEqual([
      'SIGNATURE_FINAL',
    ]);
    await must('bringIntoForce', { id }, leader);
    expect(await status()).toBe('IN_FORCE');
  });

  test('its history shows each step once and in order; the refusals stand beside it', async () => {
    const query = `query ($id: ID!) {
      agreement(id: $id) { history(first: 50) { nodes { version event actor { role } } } }
      refusals(first: 50, filter: { stream: "agreement:${id}" }) { nodes { code } }
    }`;
    const answer = await app.ask(query, { id });
    const nodes = at(answer, 'agreement.history.nodes') as { version: number; event: string }[];
    expect(nodes.map(({ event }) => event)).toEqual([
      'AgreementDrafted',
      'DraftRevised',
      'TextFinalized',
      'SigningOpened',
      'TextPresented',
      'PartySigned',
      'PartySigned',
      'PaperCopyConverted',
      'AgreementFullySigned',
      'AgreementEnteredIntoForce',
    ]);
    expect(nodes.map(({ version }) => version)).toEqual(nodes.map((_, index) => index + 1));
    const codes = new Set((at(answer, 'refusals.nodes') as { code: string }[]).map(({ code }) => code));
    expect([...codes]).toEqual(
      expect.arrayContaining(['SIGNED_TEXT_MISMATCH', 'NOT_A_PARTY', 'ALREADY_SIGNED', 'TEXT_FROZEN']),
    );
  });

  test('as of yesterday there was none, and as known then neither', async () => {
    const query = `query ($id: ID!) {
      then: agreement(id: $id, asOf: "2020-01-01") { status }
      known: agreement(id: $id, knownAt: "2020-01-01") { status }
      diff: agreement(id: $id) { diff(from: { version: 1 }, to: { version: 2 }) { path was now } }
    }`;
    const answer = await app.ask(query, { id });
    expect(answer).toMatchObject({ data: { known: null } });
    expect(at(answer, 'diff.diff')).toContainEqual({
      path: 'clauses/c2/body',
      was: 'Hai bên trao đổi thông tin hằng quý.',
      now: 'Hai bên trao đổi thông tin hằng tháng.',
    });
  });
});
