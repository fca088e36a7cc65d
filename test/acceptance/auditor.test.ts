import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { agreements, hanoiFields, replay } from '../support/seeds.js';
import type { Identity } from '../support/app.js';
import { auditor, serve, type Served } from './support.js';

// Questions of an auditor (reference section 6), asked over HTTP of the imported sample; the answers are those of the articles.

const { hanoi, hoChiMinhCity, namDinh } = agreements;
/** The present of all questions. */
const now = '2026-11-21T03:00:00.000Z';

let served: Served;
beforeAll(async () => {
  served = await serve(now);
});
afterAll(() => served.close());

describe('A1: who presented the Hanoi draft, in what capacity, and when?', () => {
  test('the deputy chairman of the federation, at the ceremony of S0, on a day that is not known', async () => {
    const query = `{ agreement(id: "agr-hn-2022") { presentations {
      textVersion textSha256 presenter { title organization { id name } } occasionId
      occurred { earliest latest precision certainty asWritten }
    } } }`;
    expect(await served.ask(query)).toEqual({
      agreement: {
        presentations: [
          {
            textVersion: null,
            textSha256: null,
            presenter: {
              title: 'Phó Chủ tịch LĐLĐ TP Hà Nội',
              organization: { id: 'org-hn-ldld', name: 'Liên đoàn Lao động thành phố Hà Nội' },
            },
            occasionId: hanoi.presentation.occasionId,
            occurred: { earliest: null, latest: null, ...hanoi.presentation.occurred },
          },
        ],
      },
    });
  });
});

interface Entry {
  readonly event: string;
  readonly version: number;
  readonly recordedAt: string;
  readonly hash: string;
}

describe('A2: everything that ever happened to the Nam Định agreement, in order', () => {
  const query = `query ($number: String!) { agreement(number: $number) { id history(first: 100) {
    totalCount pageInfo { hasNextPage }
    nodes { event version occurred { earliest latest precision certainty } recordedAt actor { role }
      source { id certainty } hash }
  } } }`;

  test('it was registered once, as of the date of its document, by a clerk, from S4', async () => {
    const { agreement } = await served.ask<{
      agreement: { history: { nodes: readonly Entry[] } };
    }>(query, { number: namDinh.number });
    const [first] = agreement.history.nodes;
    expect(agreement).toEqual({
      id: namDinh.id,
      history: {
        totalCount: replay['agr-nd-2021'].length,
        pageInfo: { hasNextPage: false },
        nodes: [
          {
            event: 'AgreementRegistered',
            version: 1,
            occurred: {
              earliest: namDinh.documentDay,
              latest: namDinh.documentDay,
              precision: 'DAY',
              certainty: 'STATED',
            },
            recordedAt: now,
            actor: { role: 'CLERK' },
            source: { id: 'src-s4', certainty: 'STATED' },
            hash: first?.hash,
          },
        ],
      },
    });
    expect(first?.hash).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });

  test('a longer history has its versions without gap, ending with what the policy did', async () => {
    const { agreement } = await served.ask<{ agreement: { history: { nodes: readonly Entry[] } } }>(
      '{ agreement(id: "agr-hn-2022") { history(first: 100) { nodes { event version } } } }',
    );
    const events = [...replay['agr-hn-2022'], 'AgreementExpired'];
    expect(agreement.history.nodes).toEqual(events.map((event, index) => ({ event, version: index + 1 })));
  });
});

describe('A4: fields 2 and 4 read differently in two sources: was there an amendment, and by whom?', () => {
  interface Observed {
    readonly agreement: {
      readonly fields: readonly { readonly id: string; readonly observations: readonly { readonly text: string }[] }[];
    };
  }
  const query = `{ agreement(id: "agr-hn-2022") {
    amendments { id } fields { id observations { source { id } text } }
  } }`;

  test('there was none: each field has one wording per source', async () => {
    expect(await served.ask(query)).toEqual({
      agreement: {
        amendments: [],
        fields: hanoiFields.map(({ id, s0, s2 }) => ({
          id,
          observations: [
            { source: { id: 'src-s0' }, text: s0 },
            { source: { id: 'src-s2' }, text: s2 },
          ],
        })),
      },
    });
  });

  test('fields 2 and 4 differ, the others at most by an abbreviation', async () => {
    const { agreement } = await served.ask<Observed>(query);
    const spelledOut = (text = ''): string => text.replaceAll('LĐLĐ', 'Liên đoàn Lao động');
    const differing = agreement.fields.filter(
      ({ observations: [s0, s2] }) => spelledOut(s0?.text) !== spelledOut(s2?.text),
    );
    expect(differing.map(({ id }) => id)).toEqual(['fld-hn-2', 'fld-hn-4']);
  });
});

describe('A5: which facts of the Hồ Chí Minh City record are inferred or unknown, and on what basis?', () => {
  test('its lead issuer, its days, and who signed it', async () => {
    const { agreement } = await served.ask<{
      agreement: { uncertainFacts: readonly { path: string; certainty: string; basis: string | null }[] };
    }>(
      '{ agreement(id: "agr-hcm-2020") { uncertainFacts { path certainty basis source { id } } signedOn { earliest latest } } }',
    );
    const inferred = { certainty: 'INFERRED', source: { id: 'src-s3' } };
    const counted = expect.stringContaining('hơn 2 năm');
    expect(agreement).toEqual({
      signedOn: { earliest: null, latest: hoChiMinhCity.signedOn.latest },
      uncertainFacts: expect.arrayContaining([
        { path: 'leadIssuer', basis: hoChiMinhCity.leadIssuer.basis, ...inferred },
        { path: 'signedOn', basis: counted, ...inferred },
        { path: 'effectiveFrom', basis: counted, ...inferred },
        { path: 'signatories', certainty: 'UNKNOWN', basis: null, source: { id: 'src-s3' } },
      ]),
    });
    expect(agreement.uncertainFacts).toHaveLength(4);
  });
});

describe('A6: is this number unique, however it is typed?', () => {
  const search = 'query ($text: String!) { search(text: $text, types: [AGREEMENT]) { id } }';

  test.each(['02 qc duk ldld', '02–QC/ÐUK–LÐLÐ', namDinh.number])('a search for %s finds the one', async (text) => {
    expect(await served.ask(search, { text })).toEqual({ search: [{ id: namDinh.id }] });
  });

  test('and so does a look-up without the leading zero', async () => {
    expect(await served.ask('{ agreement(number: "2-QC/ĐUK-LĐLĐ") { id number } }')).toEqual({
      agreement: { id: namDinh.id, number: namDinh.canonicalNumber },
    });
  });

  test('a number with an inner space is found as written and in canonical form', async () => {
    for (const number of [hoChiMinhCity.number, hoChiMinhCity.canonicalNumber])
      expect(await served.ask('query ($number: String!) { agreement(number: $number) { id } }', { number })).toEqual({
        agreement: { id: hoChiMinhCity.id },
      });
  });
});

describe('A9: who tried to do what they may not?', () => {
  const text = { clauses: [{ clauseId: 'c1', label: 'Điều 1', body: 'Hai bên phối hợp công tác.' }] };
  const common = { kind: 'COORDINATION_REGULATION', subject: 'Quy chế phối hợp công tác', text };
  const otherSha256 = 'b'.repeat(64);

  const shaOf = async (id: string, minPosition: string): Promise<string> => {
    const query = `query ($id: ID!, $minPosition: EventPosition) {
      agreement(id: $id, minPosition: $minPosition) { text { sha256 } }
    }`;
    const { agreement } = await served.ask<{ agreement: { text: { sha256: string } } }>(query, { id, minPosition });
    return agreement.text.sha256;
  };
  const refusalsOf = (id: string, caller = auditor) =>
    served.ask<{ refusals: { nodes: readonly object[] } }>(
      `query ($stream: String!) { refusals(filter: { stream: $stream }) {
        nodes { code command count recordedAt actor { role personKey } }
      } }`,
      { stream: `agreement:${id}` },
      caller,
    );
  const historyOf = async (id: string, minPosition: string): Promise<readonly string[]> => {
    const query = `query ($id: ID!, $minPosition: EventPosition) {
      agreement(id: $id, minPosition: $minPosition) { history(first: 100) { nodes { event } } }
    }`;
    const { agreement } = await served.ask<{ agreement: { history: { nodes: readonly { event: string }[] } } }>(query, {
      id,
      minPosition,
    });
    return agreement.history.nodes.map(({ event }) => event);
  };

  test('a draft like that of S0: signing opened for a class, then another text signed', async () => {
    const id = 'agr-hn-twin';
    const org = 'org-hn-ldld-dd';
    const drafter: Identity = { role: 'DRAFTER', org, person: 'p-drafter' };
    const leader: Identity = { role: 'ORG_LEADER', org, person: 'p-leader' };
    const clerk: Identity = { role: 'CLERK', org, person: 'p-clerk' };
    const signer: Identity = { role: 'SIGNATORY', org, office: 'off-hn-ldld-ct', person: 'p-chairman' };
    const since = { earliest: '2026-01-01', latest: '2026-01-01', precision: 'DAY', certainty: 'STATED' };
    await served.must(clerk, 'AppointHolder', {
      id: 'off-hn-ldld-ct',
      personKey: 'p-chairman',
      effectiveFrom: since,
      decisionDocId: 'doc-1',
    });
    const drafted = await served.must(drafter, 'DraftAgreement', {
      ...common,
      id,
      leadIssuer: org,
      effectivenessRule: 'PER_COUNTERPARTY',
      parties: [
        { partyId: 'party-a', side: 'A', bodyIds: hanoi.sideA, jointBody: true },
        { partyId: 'party-b', side: 'B', classOrgId: hanoi.classOrgId },
      ],
    });
    const textSha256 = await shaOf(id, drafted);
    await served.must(leader, 'FinalizeText', { id, textVersion: 1, textSha256 });
    expect(await served.refused(leader, 'OpenSigning', { id })).toEqual(['PARTY_CLASS_NOT_ENUMERATED']);

    await served.must(drafter, 'EnumeratePartyClass', {
      id,
      classPartyId: 'party-b',
      members: hanoi.members.map((bodyId, index) => ({ partyId: `party-b-${index}`, bodyIds: [bodyId] })),
      complete: false,
    });
    const { officeId: presenterOfficeId, occasionId } = hanoi.presentation;
    await served.must(clerk, 'PresentText', { id, textVersion: 1, textSha256, presenterOfficeId, occasionId });
    const opened = await served.must(leader, 'OpenSigning', { id });
    const signature = { id, partyId: 'party-a', officeId: 'off-hn-ldld-ct', capacity: 'ON_BEHALF_OF_BODY' };
    expect(
      await served.refused(signer, 'SignAsParty', {
        ...signature,
        textSha256: otherSha256,
        signatureKind: 'DIGITAL_OFFICIAL',
      }),
    ).toEqual(['SIGNED_TEXT_MISMATCH']);

    const kept = { count: 1, recordedAt: now };
    expect(await refusalsOf(id)).toEqual({
      refusals: {
        nodes: [
          {
            ...kept,
            code: 'SIGNED_TEXT_MISMATCH',
            command: 'SignAsParty',
            actor: { role: 'SIGNATORY', personKey: 'p-chairman' },
          },
          {
            ...kept,
            code: 'PARTY_CLASS_NOT_ENUMERATED',
            command: 'OpenSigning',
            actor: { role: 'ORG_LEADER', personKey: 'p-leader' },
          },
        ],
      },
    });
    expect(await historyOf(id, opened)).toEqual([
      'AgreementDrafted',
      'TextFinalized',
      'PartyClassEnumerated',
      'TextPresented',
      'SigningOpened',
    ]);
  });

  test('a twin of agr-nd-2021: a body that was only invited signs', async () => {
    const id = 'agr-nd-twin';
    const org = 'org-nd-duk';
    const leader: Identity = { role: 'ORG_LEADER', org, person: 'p-leader-nd' };
    const drafted = await served.must({ role: 'DRAFTER', org }, 'DraftAgreement', {
      ...common,
      id,
      leadIssuer: org,
      effectivenessRule: 'ALL_SIGNED',
      parties: namDinh.parties.map((bodyIds, index) => ({ partyId: `p${index}`, side: 'AB'.charAt(index), bodyIds })),
    });
    const textSha256 = await shaOf(id, drafted);
    await served.must(leader, 'FinalizeText', { id, textVersion: 1, textSha256 });
    const presenterOfficeId = 'off-nd-duk-pbt';
    await served.must({ role: 'CLERK', org }, 'PresentText', {
      id,
      textVersion: 1,
      textSha256,
      presenterOfficeId,
      occasionId: 'cer-1',
    });
    const opened = await served.must(leader, 'OpenSigning', { id });
    const office = 'off-nd-bqlkcn-tb';
    const guest: Identity = { role: 'SIGNATORY', org: namDinh.invited, office, person: 'p-guest' };
    expect(
      await served.refused(guest, 'SignAsParty', {
        id,
        partyId: namDinh.invited,
        officeId: office,
        capacity: 'ON_BEHALF_OF_BODY',
        textSha256,
        signatureKind: 'DIGITAL_OFFICIAL',
      }),
    ).toEqual(['NOT_A_PARTY']);
    expect(await refusalsOf(id)).toEqual({
      refusals: {
        nodes: [
          {
            code: 'NOT_A_PARTY',
            command: 'SignAsParty',
            count: 1,
            recordedAt: now,
            actor: { role: 'SIGNATORY', personKey: 'p-guest' },
          },
        ],
      },
    });
    expect(await historyOf(id, opened)).not.toContain('PartySigned');
  });

  test('nothing of the imports, and only auditors may ask', async () => {
    for (const { id } of Object.values(agreements)) expect(await refusalsOf(id)).toEqual({ refusals: { nodes: [] } });
    await expect(refusalsOf(namDinh.id, { role: 'DASHBOARD' })).rejects.toThrow('FORBIDDEN');
  });
});
