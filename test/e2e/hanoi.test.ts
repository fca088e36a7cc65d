import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Answer, type App, at, type Identity, startApp } from '../support/app.js';

const day = (on: string) => ({ earliest: on, latest: on, precision: 'DAY', certainty: 'STATED' });
const year = (of: string) => ({
  ...{ earliest: `${of}-01-01`, latest: `${of}-12-31` },
  ...{ precision: 'YEAR', certainty: 'STATED' },
});

const id = 'agr-story';
const subject = 'Quy chế phối hợp công tác';
const misspelt = 'Quy chế phối hop công tác';
const decisionDocId = 'doc-decision';

/** The three ceremonies: who signed at each. `c16` was admitted later; `c17` was asked with the second and declined. */
const waves = [
  { on: '2022-03-15', parties: ['a', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7'] },
  { on: '2022-10-20', parties: ['c8', 'c9', 'c10', 'c11', 'c12'] },
  { on: '2023-05-20', parties: ['c13', 'c14', 'c15', 'c16'] },
] as const;
const drafted = [...waves.flatMap(({ parties }) => parties), 'c17'].filter((party) => party !== 'c16');
const everybody = [...drafted, 'c16'];
const signedBy = (...chosen: readonly (0 | 1 | 2)[]) =>
  chosen.flatMap((wave) => waves[wave].parties.map((party) => ({ id: party, on: waves[wave].on })));

const leader: Identity = { role: 'ORG_LEADER', org: 'org-a' };
const clerk: Identity = { role: 'CLERK', org: 'org-a' };
const drafter: Identity = { role: 'DRAFTER', org: 'org-a' };

const scan = '%PDF-1.7 bản quét chữ ký';
const scanSha256 = createHash('sha256').update(scan).digest('hex');

interface SignedParty {
  readonly id: string;
  readonly status: string;
  readonly signatures: readonly {
    readonly signedOn: { readonly earliest: string };
    readonly office: { readonly id: string };
    readonly ceremonyId: string;
    readonly event: { readonly actor: { readonly role: string } };
  }[];
}

describe('the Hanoi regulation, lived through over HTTP by different identities', () => {
  let app: App;
  let now = '2022-01-10T02:00:00.000Z';
  let textSha256 = '';
  let draftedEvent = '';
  let position = '0';

  /** Turns the clock to the morning of a day in Vietnam. */
  const on = (date: string): void => {
    now = `${date}T02:00:00.000Z`;
  };
  const send = (name: string, input: object, identity: Identity): Promise<Answer> => {
    const type = `${name[0]?.toUpperCase() ?? ''}${name.slice(1)}Input`;
    return app.ask(
      `mutation ($input: ${type}!) { result: ${name}(input: $input) { userErrors { code path details } position event { id } } }`,
      { input },
      identity,
    );
  };
  const must = async (name: string, input: object, identity: Identity): Promise<string> => {
    const answer = await send(name, input, identity);
    expect(answer).toMatchObject({ data: { result: { userErrors: [] } } });
    position = at(answer, 'result.position') as string;
    return at(answer, 'result.event.id') as string;
  };
  const codes = async (name: string, input: object, identity: Identity) =>
    (at(await send(name, input, identity), 'result.userErrors') as { code: string }[]).map(({ code }) => code);
  /** Asks, as an auditor, when the read models have all that was sent. */
  const ask = async (selection: string, point = ''): Promise<unknown> =>
    at(
      await app.ask(
        `query ($id: ID!, $p: EventPosition) { agreement(id: $id, minPosition: $p${point}) { ${selection} } }`,
        {
          id,
          p: position,
        },
      ),
      'agreement',
    );

  const register = async (party: string): Promise<void> => {
    const [org, office] = [`org-${party}`, `off-${party}`];
    const kind = party === 'a' ? 'UNION_FEDERATION' : 'STATE_AGENCY';
    await must('registerOrganization', { id: org, name: `Cơ quan ${party}`, kind, decisionDocId }, clerk);
    await must('registerOffice', { id: office, title: `Thủ trưởng ${party}`, orgId: org, decisionDocId }, clerk);
    const holder = { personKey: `demo-signatory-${office}`, effectiveFrom: day('2022-01-10'), decisionDocId };
    await must('appointHolder', { id: office, ...holder }, clerk);
  };
  /** Only `c2` signs by another's office, which has a mandate. */
  const officeOf = (party: string) => (party === 'c2' ? 'off-deputy' : `off-${party}`);
  const sign = (party: string, ceremonyId: string) =>
    must(
      'recordPaperSignature',
      {
        ...{ id, partyId: party, officeId: officeOf(party), capacity: 'ON_BEHALF_OF_BODY' },
        ...{ textSha256, scanSha256, ceremonyId, sealApplied: true },
      },
      clerk,
    );
  const ceremony = async (wave: 0 | 1 | 2): Promise<void> => {
    for (const party of waves[wave].parties) await sign(party, `cer-${wave + 1}`);
  };

  beforeAll(async () => {
    app = await startApp({ surroundings: { clock: { now: () => now } } });
    for (const party of everybody) await register(party);
    await must(
      'registerOffice',
      { id: 'off-deputy', title: 'Phó Thủ trưởng c2', orgId: 'org-c2', decisionDocId },
      clerk,
    );
    const mandate = {
      ...{ id: 'off-deputy', mandateId: 'man-1', grantorOfficeId: 'off-c2', capacity: 'ON_BEHALF_OF_BODY' },
      ...{ effectiveFrom: day('2022-01-10'), documentId: 'doc-mandate' },
    };
    await must('grantMandate', mandate, { role: 'ORG_LEADER', org: 'org-c2' });

    on('2022-01-20');
    const clauses = [
      { clauseId: 'c1', label: 'Điều 1', body: 'Các bên phối hợp tuyên truyền.' },
      { clauseId: 'c2', label: 'Điều 2', body: 'Các bên trao đổi thông tin hằng quý.' },
    ];
    const draft = {
      ...{ id, kind: 'COORDINATION_REGULATION', subject: misspelt, leadIssuer: 'org-a' },
      effectivenessRule: 'PER_COUNTERPARTY',
      period: { start: year('2022'), end: year('2026') },
      parties: drafted.map((party) => ({
        partyId: party,
        side: party === 'a' ? 'A' : 'B',
        bodyIds: [`org-${party}`],
      })),
      text: { clauses },
    };
    draftedEvent = await must('draftAgreement', draft, drafter);
    await must('openConsultation', { id, audience: ['org-c1', 'org-c8'], textVersion: 1 }, drafter);
    const opinion = { opinionId: 'opi-1', orgId: 'org-c1', stance: 'AGREE_WITH_CHANGES', clauseId: 'c2' };
    const contributor: Identity = { role: 'CONTRIBUTOR', org: 'org-c1' };
    await must('submitOpinion', { id, ...opinion, text: 'Nên trao đổi hằng tháng.' }, contributor);
    const words = [{ clauseId: 'c2', body: 'Các bên trao đổi thông tin hằng tháng.' }];
    await must('reviseDraft', { id, patch: { clauses: words } }, drafter);
    const disposal = { opinionId: 'opi-1', disposition: 'ACCEPTED', explanation: 'Đã sửa Điều 2.' };
    await must('disposeOpinion', { id, ...disposal }, drafter);
    await must('closeConsultation', { id, summary: 'Một ý kiến, đã tiếp thu.' }, drafter);
    textSha256 = at({ data: { agreement: await ask('text { sha256 }') } }, 'agreement.text.sha256') as string;
    await must('finalizeText', { id, textVersion: 2, textSha256 }, leader);
    await must('openSigning', { id }, leader);
    const presenting = { textVersion: 2, textSha256, presenterOfficeId: 'off-a', occasionId: 'cer-1' };
    await must('presentText', { id, ...presenting }, clerk);
    const confirmed = { partyId: 'c2', officeId: 'off-deputy', capacity: 'ON_BEHALF_OF_BODY', mandateId: 'man-1' };
    await must('confirmSigningAuthority', { id, ...confirmed }, { role: 'CLERK', org: 'org-c2' });
    const decliner: Identity = { role: 'SIGNATORY', org: 'org-c17', office: 'off-c17' };
    await must('declineToSign', { id, partyId: 'c17', reason: 'Chưa bố trí được nhân lực.' }, decliner);

    on('2022-03-15');
    expect(await app.upload(scan)).toBe(scanSha256);
    await ceremony(0);
    await must('bringIntoForce', { id }, leader);
    on('2022-04-01');
    const committee = { headOfficeId: 'off-a', members: ['off-c1', 'off-c2'], decisionDocId };
    await must('establishSteeringCommittee', { id: 'ste-story', agreementId: id, ...committee }, leader);
    on('2022-10-20');
    await ceremony(1);
    on('2023-05-10');
    await must('admitParty', { id, party: { partyId: 'c16', side: 'B', bodyIds: ['org-c16'] } }, leader);
    on('2023-05-20');
    await ceremony(2);

    on('2023-07-03');
    const correction = {
      ...{ stream: `agreement:${id}`, correctionId: 'cor-1', kind: 'CLERICAL', targetEventId: draftedEvent },
      ...{ path: 'subject', was: misspelt, now: subject, evidence: [{ sha256: scanSha256 }] },
    };
    await must('proposeCorrection', { ...correction, reason: 'Lỗi chính tả' }, clerk);
    const decided = { stream: `agreement:${id}`, correctionId: 'cor-1' };
    const same: Identity = { ...leader, person: 'demo-clerk' };
    expect(await codes('countersignCorrection', decided, same)).toEqual(['SELF_COUNTERSIGN']);
    expect(await codes('countersignCorrection', { ...decided, stream: id }, leader)).toEqual(['INPUT_INVALID']);
    on('2023-07-04');
    await must('countersignCorrection', decided, leader);

    on('2025-03-01');
    const successor = { id: 'org-new', name: 'Cơ quan mới', kind: 'STATE_AGENCY', decisionDocId };
    await must('registerOrganization', successor, clerk);
    const end = { effectiveFrom: day('2025-03-01'), decisionDocId };
    await must('dissolveOrganization', { id: 'org-c3', ...end, successors: ['org-new'] }, clerk);
    await must('succeedParty', { id, partyId: 'c3', toBodyIds: ['org-new'], ...end }, clerk);
    await must('dissolveOrganization', { id: 'org-c9', ...end }, clerk);
    on('2025-03-02');
  }, 240_000);
  afterAll(() => app.close());

  const signatures =
    'parties { id status signatures { signedOn { earliest } office { id } ceremonyId event { actor { role } } } }';
  const signed = (agreement: unknown) =>
    (agreement as { readonly parties: readonly SignedParty[] }).parties.flatMap(({ id: party, signatures: given }) =>
      given.map(({ signedOn }) => ({ id: party, on: signedOn.earliest.slice(0, 10) })),
    );
  const inOrder = (list: readonly { readonly id: string; readonly on: string }[]) =>
    [...list].sort((a, b) => (a.id < b.id ? -1 : 1));

  test('who signed when, at which ceremony, and by what authority', async () => {
    const agreement = await ask(
      `${signatures} others: parties { id authorities { mandate { id documentId } office { id } } }`,
    );
    expect(inOrder(signed(agreement))).toEqual(inOrder(signedBy(0, 1, 2)));
    const { parties, others } = agreement as {
      readonly parties: readonly SignedParty[];
      readonly others: readonly { readonly id: string; readonly authorities: readonly unknown[] }[];
    };
    const rows = parties.flatMap(({ id: party, signatures: given }) =>
      given.map(({ office, ceremonyId, event }) => [party, office.id, ceremonyId, event.actor.role]),
    );
    const expected = waves.flatMap(({ parties: present }, wave) =>
      present.map((party) => [party, officeOf(party), `cer-${wave + 1}`, 'CLERK']),
    );
    expect(rows.map(String).sort()).toEqual(expected.map(String).sort());
    expect(others.filter(({ authorities }) => authorities.length > 0)).toEqual([
      {
        id: 'c2',
        authorities: [{ mandate: { id: 'man-1', documentId: 'doc-mandate' }, office: { id: 'off-deputy' } }],
      },
    ]);
    expect(parties.find(({ id: party }) => party === 'c17')).toEqual({ id: 'c17', status: 'DECLINED', signatures: [] });

    const rights = await ask(
      `parties { id signatures { office { holdings { from { earliest } to { earliest } }
         mandates { id capacity documentId grantor { id } effectiveFrom { earliest } revokedFrom { earliest } } } } }`,
    );
    const from = { effectiveFrom: { earliest: '2022-01-10' } };
    const mandate = {
      ...{ id: 'man-1', capacity: 'ON_BEHALF_OF_BODY', documentId: 'doc-mandate', grantor: { id: 'off-c2' } },
      ...{ ...from, revokedFrom: null },
    };
    for (const { id: party, signatures: given } of (rights as { readonly parties: readonly SignedParty[] }).parties)
      for (const { office } of given)
        expect([party, office]).toEqual([
          party,
          party === 'c2'
            ? { holdings: [], mandates: [mandate] }
            : { holdings: [{ from: from.effectiveFrom, to: null }], mandates: [] },
        ]);
  });

  test('what was in force on 30/6/2023 as known on 1/3/2023, and as known now', async () => {
    const then = await ask(`status subject ${signatures}`, ', asOf: "2023-06-30", knownAt: "2023-03-01"');
    expect(then).toMatchObject({ status: 'IN_FORCE', subject: misspelt });
    expect(inOrder(signed(then))).toEqual(inOrder(signedBy(0, 1)));
    const today = await ask(`status subject ${signatures}`, ', asOf: "2023-06-30"');
    expect(today).toMatchObject({ status: 'IN_FORCE', subject });
    expect(inOrder(signed(today))).toEqual(inOrder(signedBy(0, 1, 2)));
  });

  test('which committee runs it, and since when', async () => {
    const committees = 'steeringCommittees { id head { id } members { id } }';
    expect(await ask(committees)).toEqual({
      steeringCommittees: [{ id: 'ste-story', head: { id: 'off-a' }, members: [{ id: 'off-c1' }, { id: 'off-c2' }] }],
    });
    expect(await ask(committees, ', asOf: "2022-03-31"')).toEqual({ steeringCommittees: [] });
    expect(await ask(committees, ', knownAt: "2022-03-31"')).toEqual({ steeringCommittees: [] });
  });

  test('who last changed the word "tháng" of clause 2, and on whose opinion', async () => {
    const asked = (await ask(
      `blame { clauseId spans { text event { event version actor { role onBehalfOf { id } } } } }
       consultations { isOpen summary counts { agree agreeWithChanges disagree noOpinion } audience { id }
         opinions { stance clauseId organization { id } disposition explanation } }`,
    )) as {
      readonly blame: readonly { readonly clauseId: string; readonly spans: readonly { readonly text: string }[] }[];
      readonly consultations: unknown;
    };
    const spans = asked.blame.find(({ clauseId }) => clauseId === 'c2')?.spans ?? [];
    expect(spans.map(({ text }) => text).join('')).toBe('Các bên trao đổi thông tin hằng tháng.');
    const actor = { role: 'DRAFTER', onBehalfOf: { id: 'org-a' } };
    expect(spans.find(({ text }) => text.includes('tháng'))).toMatchObject({
      event: { event: 'DraftRevised', actor },
    });
    expect(spans[0]).toMatchObject({ event: { event: 'AgreementDrafted', version: 1, actor } });
    expect(asked.consultations).toEqual([
      {
        isOpen: false,
        summary: 'Một ý kiến, đã tiếp thu.',
        counts: { agree: 0, agreeWithChanges: 1, disagree: 0, noOpinion: 0 },
        audience: [{ id: 'org-c1' }, { id: 'org-c8' }],
        opinions: [
          {
            ...{ stance: 'AGREE_WITH_CHANGES', clauseId: 'c2', organization: { id: 'org-c1' } },
            ...{ disposition: 'ACCEPTED', explanation: 'Đã sửa Điều 2.' },
          },
        ],
      },
    ]);
  });

  test('which parties no longer exist, who took whose place, and that the agreement is orphaned', async () => {
    const asked = await ask(
      'isOrphaned lostParties { id } parties { id status bodies { id } predecessors { bodies { id } decisionDocId } }',
    );
    expect(asked).toMatchObject({ isOrphaned: true, lostParties: [{ id: 'c9' }] });
    const { parties } = asked as { readonly parties: readonly { readonly id: string }[] };
    expect(parties.find(({ id: party }) => party === 'c3')).toEqual({
      ...{ id: 'c3', status: 'SUCCEEDED', bodies: [{ id: 'org-new' }] },
      predecessors: [{ bodies: [{ id: 'org-c3' }], decisionDocId }],
    });
    expect(await ask('isOrphaned lostParties { id }', ', asOf: "2024-12-31"')).toEqual({
      isOrphaned: false,
      lostParties: [],
    });
    const list = (orphaned: boolean, point = '') =>
      app.ask(`{ agreements(first: 5, filter: { leadIssuer: { eq: "org-a" }, orphaned: ${orphaned} }${point}) {
        totalCount nodes { id } } }`);
    const [one, none] = [
      { data: { agreements: { totalCount: 1, nodes: [{ id }] } } },
      { data: { agreements: { totalCount: 0, nodes: [] } } },
    ];
    expect(await list(true)).toEqual(one);
    expect(await list(false)).toEqual(none);
    expect(await list(true, ', asOf: "2024-12-31"')).toEqual(none);
    expect(await list(true, ', knownAt: "2025-02-01"')).toEqual(none);
    expect(await list(false, ', knownAt: "2025-02-01"')).toEqual(one);
  });

  test('what was corrected, by which two persons and on what', async () => {
    const persons = 'event reason actor { role personKey }';
    const selection = `corrections { id kind status path was now evidence { sha256 docId }
      target { id } proposedBy { ${persons} } decidedBy { ${persons} } }`;
    expect(await ask(selection)).toEqual({
      corrections: [
        {
          ...{ id: 'cor-1', kind: 'CLERICAL', status: 'RECORDED', path: 'subject', was: misspelt, now: subject },
          evidence: [{ sha256: scanSha256, docId: null }],
          target: { id: draftedEvent },
          proposedBy: {
            ...{ event: 'CorrectionProposed', reason: 'Lỗi chính tả' },
            actor: { role: 'CLERK', personKey: 'demo-clerk' },
          },
          decidedBy: {
            ...{ event: 'ClericalCorrectionRecorded', reason: null },
            actor: { role: 'ORG_LEADER', personKey: 'demo-org_leader' },
          },
        },
      ],
    });
    expect(await ask('corrections { status }', ', knownAt: "2023-07-03"')).toEqual({
      corrections: [{ status: 'OPEN' }],
    });
  });
});
