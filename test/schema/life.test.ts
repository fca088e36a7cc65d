import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Principal } from '../../src/application/principal.js';
import { at, createGraph, type Graph } from '../support/graph.js';
import { actors, draft, openForSigning, registerBodies, signOnPaper } from '../support/world.js';

const leader = { role: 'ORG_LEADER', personKey: 'p-leader', orgId: 'org-a' } as const;
const clerk = { role: 'CLERK', personKey: 'p-clerk', orgId: 'org-a' } as const;
const archivist = { role: 'ARCHIVIST', personKey: 'p-archivist', orgId: 'org-a' } as const;
const day = (on: string) => ({ earliest: on, latest: on, precision: 'DAY', certainty: 'STATED' });
const decisionDocId = 'doc-decision';
const today = day('2026-03-02');

let graph: Graph;

beforeEach(async () => {
  graph = await createGraph();
  await registerBodies(graph.world);
});
afterEach(() => graph.close());

const send = async (name: string, input: object, by: Partial<Principal>, object = ''): Promise<unknown> => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { result: ${name}(input: $input) { ${object} userErrors { code path } } }`;
  return at(await graph.ask(query, { input }, by), 'result');
};
const must = async (name: string, input: object, by: Partial<Principal>, object?: string): Promise<unknown> => {
  const { userErrors, ...rest } = (await send(name, input, by, object)) as { readonly userErrors: unknown };
  expect(userErrors).toEqual([]);
  return rest;
};

const inForce = async (id: string): Promise<void> => {
  const hash = await openForSigning(graph.world, id);
  for (const letter of ['a', 'b']) await signOnPaper(graph.world, id, letter, hash);
  await must('bringIntoForce', { id }, leader);
};

describe('the life of an agreement', () => {
  test('shows a suspension and its end, and a renewal by a new period', async () => {
    await inForce('agr-1');
    const interrupted = { id: 'agr-1', decisionDocId, effectiveFrom: today };
    const selection = 'agreement { status suspension { reason decisionDocId from { earliest } until { earliest } } }';
    const suspension = { reason: 'thiên tai', decisionDocId, from: { earliest: '2026-03-02' } };
    expect(await must('suspendAgreement', { ...interrupted, reason: 'thiên tai' }, leader, selection)).toEqual({
      agreement: { status: 'SUSPENDED', suspension: { ...suspension, until: null } },
    });
    expect(await must('resumeAgreement', { ...interrupted, reason: 'đã khắc phục' }, leader, selection)).toEqual({
      agreement: { status: 'IN_FORCE', suspension: { ...suspension, until: { earliest: '2026-03-02' } } },
    });
    const renewing = { id: 'agr-1', newPeriod: { start: day('2027-01-01') }, effectiveFrom: today };
    const renewed =
      'agreement { status renewal { successorId effectiveFrom { earliest } } period { start { earliest } end { earliest } } }';
    expect(await must('renewAgreement', renewing, leader, renewed)).toEqual({
      agreement: {
        status: 'IN_FORCE',
        renewal: { successorId: null, effectiveFrom: { earliest: '2026-03-02' } },
        period: { start: { earliest: '2027-01-01' }, end: null },
      },
    });
  });

  test('shows what it cites and where, before and after its end, with who put it on record', async () => {
    await inForce('agr-1');
    const selection = 'agreement { citations { docId relation in asWritten } text { writtenOn { earliest } } }';
    const inText = { docId: 'doc-30', relation: 'LEGAL_BASIS', in: 'TEXT', asWritten: 'Nghị định số 30/2020/NĐ-CP' };
    const text = { writtenOn: { earliest: '2026-03-02T02:00:00.000Z' } };
    expect(await must('citeDocument', { id: 'agr-1', ...inText }, clerk, selection)).toEqual({
      agreement: { citations: [inText], text },
    });
    const later = { ...inText, docId: 'doc-later', asWritten: 'Nghị quyết số 05-NQ/TW ngày 3/3/2026' };
    expect(await send('citeDocument', { id: 'agr-1', ...later }, clerk)).toEqual({
      userErrors: [{ code: 'LEGAL_BASIS_POSTDATES', path: ['docId'] }],
    });
    expect(await send('citeDocument', { id: 'agr-1', ...later }, archivist)).toEqual({
      userErrors: [{ code: 'ROLE_NOT_ALLOWED', path: null }],
    });
    await must('terminateAgreement', { id: 'agr-1', ground: 'MUTUAL', decisionDocId, effectiveFrom: today }, leader);
    const inReview = { docId: 'doc-35', relation: 'EVIDENCE', in: 'RESULT', asWritten: 'Kế hoạch số 35' };
    expect(await must('citeDocument', { id: 'agr-1', ...inReview }, clerk, selection)).toEqual({
      agreement: { citations: [inText, inReview], text },
    });
    const history = `{ agreement(id: "agr-1") { history(filter: { path: "citations" }) {
      nodes { event actor { role } changes { path was now } sentence { vi } } } } }`;
    expect(await graph.ask(history)).toMatchObject({
      agreement: {
        history: {
          nodes: [
            { event: 'AgreementDrafted' },
            { event: 'DocumentCited', changes: [{ path: 'citations/doc-30', was: null, now: inText }] },
            {
              event: 'DocumentCited',
              actor: { role: 'CLERK' },
              changes: [{ path: 'citations/doc-35', was: null, now: inReview }],
              sentence: { vi: expect.stringContaining('kết quả thực hiện viện dẫn “Kế hoạch số 35” (mã doc-35)') },
            },
          ],
        },
      },
    });
  });

  test('shows its clauses whatever they are called', async () => {
    const text = { clauses: [{ clauseId: 'constructor', label: 'Điều 1', body: 'x' }] };
    await graph.world.must('DraftAgreement', 'agr-1', { ...draft, text }, { by: actors.drafter });
    expect(
      await graph.ask('{ agreement(id: "agr-1") { text { clauses { id observations { asWritten } } } } }'),
    ).toEqual({
      agreement: { text: { clauses: [{ id: 'constructor', observations: [] }] } },
    });
  });

  test('shows its end, what keeps it from the archive, and where it lies', async () => {
    await inForce('agr-1');
    const ending = { id: 'agr-1', ground: 'MUTUAL', decisionDocId, effectiveFrom: today };
    expect(
      await must('terminateAgreement', ending, leader, 'agreement { status termination { ground decisionDocId } }'),
    ).toEqual({ agreement: { status: 'TERMINATED', termination: { ground: 'MUTUAL', decisionDocId } } });
    await must('placeLegalHold', { id: 'agr-1', holdId: 'hold-1', basis: 'đang thanh tra' }, archivist);
    const archiving = { id: 'agr-1', retention: { code: 'VV', basisDocId: 'doc-list' }, fonds: 'Phông 1' };
    expect(await send('archiveAgreement', archiving, archivist)).toEqual({
      userErrors: [{ code: 'LEGAL_HOLD', path: null }],
    });
    await must('releaseLegalHold', { id: 'agr-1', holdId: 'hold-1', reason: 'đã xong' }, archivist);
    const selection = `agreement { status archive { retention { code basisDocId } fonds }
      legalHolds { id basis until { earliest } releaseReason event { event } releasedBy { event } } }`;
    await must('archiveAgreement', archiving, archivist);
    expect(await graph.ask(`{ agreement(id: "agr-1") ${selection.slice('agreement '.length)} }`)).toEqual({
      agreement: {
        status: 'ARCHIVED',
        archive: { retention: archiving.retention, fonds: 'Phông 1' },
        legalHolds: [
          {
            ...{ id: 'hold-1', basis: 'đang thanh tra', until: null, releaseReason: 'đã xong' },
            ...{ event: { event: 'LegalHoldPlaced' }, releasedBy: { event: 'LegalHoldReleased' } },
          },
        ],
      },
    });
  });

  test('shows the agreement that took its place, and which party withdrew from when', async () => {
    await inForce('agr-1');
    await inForce('agr-2');
    const leaving = { id: 'agr-2', partyId: 'b', reason: 'tổ chức lại', decisionDocId, effectiveFrom: today };
    const parties = 'agreement { parties { id status leftFrom { earliest } } isOrphaned }';
    expect(await must('withdrawParty', leaving, { ...leader, orgId: 'org-b' }, parties)).toEqual({
      agreement: {
        parties: [
          { id: 'a', status: 'SIGNED', leftFrom: null },
          { id: 'b', status: 'WITHDREW', leftFrom: { earliest: '2026-03-02' } },
        ],
        isOrphaned: false,
      },
    });
    const replacing = { id: 'agr-1', byAgreementId: 'agr-2', effectiveFrom: today };
    expect(await must('supersedeAgreement', replacing, leader, 'agreement { status supersededBy { id } }')).toEqual({
      agreement: { status: 'SUPERSEDED', supersededBy: { id: 'agr-2' } },
    });
  });

  test('is orphaned once a clerk records that nobody succeeds a party, whatever is known of its body', async () => {
    await inForce('agr-1');
    await inForce('agr-2');
    const list = async (filter: string): Promise<unknown> =>
      at(
        await graph.ask(
          `{ agreements(filter: ${filter}, orderBy: [{ field: STATUS, direction: ASC }]) { nodes { id } } }`,
        ),
        'agreements',
      );
    expect(await list('{ orphaned: true }')).toEqual({ nodes: [] });
    const bodies = '{ gone: organizations(filter: { isDissolved: true }) { totalCount } }';
    expect(await graph.ask(bodies)).toEqual({ gone: { totalCount: 0 } });
    const party = 'agreement { isOrphaned lostParties { id status } }';
    const ended = { id: 'agr-1', partyId: 'b', decisionDocId, effectiveFrom: today };
    expect(await must('succeedParty', ended, clerk, party)).toEqual({
      agreement: { isOrphaned: true, lostParties: [{ id: 'b', status: 'DISSOLVED_NO_SUCCESSOR' }] },
    });
    expect(await list('{ orphaned: true }')).toEqual({ nodes: [{ id: 'agr-1' }] });
    expect(await list('{ not: { orphaned: true } }')).toEqual({ nodes: [{ id: 'agr-2' }] });
    expect(await list('{ or: [{ orphaned: false }, { party: { eq: "org-a" } }] }')).toEqual({
      nodes: [{ id: 'agr-1' }, { id: 'agr-2' }],
    });
    const byChange =
      '{ agreements(filter: { orphaned: true }, orderBy: [{ field: CHANGED_AT, direction: ASC }]) { nodes { id } } }';
    expect(await graph.fail(byChange)).toMatchObject([{ code: 'INPUT_INVALID' }]);
  });

  test('has a steering committee, found by its id, with its history', async () => {
    await inForce('agr-1');
    const shown = '{ id version decisionDocId agreement { id } head { id } members { id } }';
    const committee = {
      ...{ id: 'ste-1', version: 1, decisionDocId, agreement: { id: 'agr-1' } },
      ...{ head: { id: 'off-a' }, members: [{ id: 'off-b' }] },
    };
    const input = { id: 'ste-1', agreementId: 'agr-1', headOfficeId: 'off-a', members: ['off-b'], decisionDocId };
    expect(await must('establishSteeringCommittee', input, leader, `steeringCommittee ${shown}`)).toEqual({
      steeringCommittee: committee,
    });
    const query = `{ steeringCommittee(id: "ste-1") ${shown} node(id: "ste-1") { __typename id }
      trail: steeringCommittee(id: "ste-1") { history(first: 5) { nodes { event } } corrections { id } } }`;
    expect(await graph.ask(query)).toEqual({
      steeringCommittee: committee,
      node: { __typename: 'SteeringCommittee', id: 'ste-1' },
      trail: { history: { nodes: [{ event: 'SteeringCommitteeEstablished' }] }, corrections: [] },
    });
  });
});

describe('a correction', () => {
  test('of who holds an office names persons to auditors alone, in itself and in the history', async () => {
    const claims = [{ path: 'personKey', certainty: 'INFERRED', basis: 'ảnh lễ ký' }];
    const holding = { personKey: 'p-x', effectiveFrom: day('2026-01-01'), decisionDocId };
    const [appointed] = await graph.world.must('AppointHolder', 'off-a', holding, { channel: 'IMPORT', claims });
    const proposal = {
      ...{ stream: 'office:off-a', correctionId: 'cor-1', kind: 'RECORD', path: 'personKey', reason: 'ghi nhầm' },
      ...{ targetEventId: appointed?.eventId, was: 'p-x', now: 'p-c', evidence: [{ docId: 'doc-1' }] },
    };
    expect(await must('proposeCorrection', proposal, clerk, 'node { __typename id }')).toEqual({
      node: { __typename: 'Office', id: 'off-a' },
    });
    const query = `{ office(id: "off-a") {
      corrections { was now evidence { sha256 docId } }
      history(first: 5) { nodes { event changes { path was now } } }
    } }`;
    const shown = async (as: Partial<Principal>) => {
      const answer = await graph.ask(query, {}, as);
      return { corrections: at(answer, 'office.corrections'), all: JSON.stringify(answer) };
    };
    const evidence = [{ sha256: null, docId: 'doc-1' }];
    const auditor = await shown({});
    expect(auditor.corrections).toEqual([{ was: 'p-x', now: 'p-c', evidence }]);
    expect(auditor.all).toContain('p-c');
    const dashboard = await shown({ role: 'DASHBOARD', personKey: 'p-dash' });
    expect(dashboard.corrections).toEqual([{ was: '(hidden)', now: '(hidden)', evidence }]);
    for (const key of ['p-a', 'p-x', 'p-c', 'p-clerk']) expect(dashboard.all).not.toContain(`"${key}"`);
  });

  test('rejected stays on show; what is not said is refused', async () => {
    const [registered] = await graph.world.store.read({ type: 'organization', id: 'org-a' });
    const proposal = {
      ...{ stream: 'organization:org-a', correctionId: 'cor-1', kind: 'RECORD', path: 'name' },
      ...{ targetEventId: registered?.eventId, was: 'Liên đoàn Lao động a', reason: 'ghi nhầm' },
    };
    expect(await send('proposeCorrection', proposal, clerk)).toEqual({
      userErrors: [{ code: 'INPUT_INVALID', path: ['now'] }],
    });
    await must('proposeCorrection', { ...proposal, now: 'Liên đoàn Lao động A' }, clerk);
    const rejection = { stream: 'organization:org-a', correctionId: 'cor-1', reason: 'tên đúng' };
    await must('rejectCorrection', rejection, leader);
    const query = '{ organization(id: "org-a") { name corrections { status decidedBy { event } } } }';
    expect(await graph.ask(query)).toEqual({
      organization: {
        name: 'Liên đoàn Lao động a',
        corrections: [{ status: 'REJECTED', decidedBy: { event: 'CorrectionRejected' } }],
      },
    });
  });
});
