import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { AgreementState } from '../../src/domain/agreement/index.js';
import type { Correctable } from '../../src/domain/kernel/correctable.js';
import { day } from '../../src/domain/kernel/fuzzyDate.js';
import { at, createGraph, type Graph } from '../support/graph.js';
import { actors, draft, openForSigning, registerBodies, signOnPaper, storedScan } from '../support/world.js';

const ref = { type: 'agreement', id: 'agr-1' } as const;
const of = { streamType: 'agreement' } as const;
const source = { kind: 'PAPER', ref: 'src-1', certainty: 'STATED' } as const;
const onDay = (on: string) => ({ occurred: day(on), reason: 'biên bản nộp muộn', source });

let graph: Graph;

/** Signed on 10 March by one party and on the 12th by the other, which completes it; on record since the 13th. */
beforeEach(async () => {
  graph = await createGraph();
  const { world } = graph;
  await registerBodies(world);
  world.now = '2026-03-09T02:00:00.000Z';
  const hash = await openForSigning(world, 'agr-1', { ...draft, effectivenessRule: 'PER_COUNTERPARTY' });
  world.now = '2026-03-13T02:00:00.000Z';
  await signOnPaper(world, 'agr-1', 'a', hash, onDay('2026-03-10'));
  await signOnPaper(world, 'agr-1', 'b', hash, onDay('2026-03-12'));
  world.now = '2026-03-20T02:00:00.000Z';
});
afterEach(() => graph.close());

const find = async (type: string, partyId?: string) => {
  const events = await graph.world.store.read(ref);
  const found = events.find((event) => event.type === type && (event.data as { partyId?: string }).partyId === partyId);
  if (found === undefined) throw new Error(`No ${type} of ${partyId ?? 'the agreement'}`);
  return found;
};

/** What the countersigning recorded: the type of each event that it corrects, and where. */
const correctDay = async (type: string, partyId: string, to: string, correctionId = 'cor-1') => {
  const { world } = graph;
  const { eventId: targetEventId, meta } = await find(type, partyId);
  const change = { kind: 'RECORD', targetEventId, path: 'occurred', was: meta.occurred, now: day(to) };
  await world.must('ProposeCorrection', 'agr-1', { correctionId, ...change }, { ...of, reason: 'ghi nhầm ngày' });
  const done = await world.must('CountersignCorrection', 'agr-1', { correctionId }, { ...of, by: actors.leader });
  const events = await world.store.read(ref);
  return done.map(({ data }) => {
    const { targetEventId: target, path } = data as { targetEventId: string; path: string };
    return `${events.find(({ eventId }) => eventId === target)?.type ?? ''} ${path}`;
  });
};

const shown = async (point: string) => {
  const answer = await graph.ask(`{
    agreement(id: "agr-1", ${point}) { status signedOn { latest } parties { accededFrom { latest } signatures { signedOn { latest } scan { sha256 } } } }
    agreements(${point}, filter: { signedOn: { exists: true } }) { nodes { status signedOn { latest } } }
  }`);
  const listed = at(answer, 'agreements.nodes.0');
  const { status, signedOn, parties } = answer.agreement as {
    readonly status: string;
    readonly signedOn: object | null;
    readonly parties: readonly object[];
  };
  expect(listed ?? null).toEqual(signedOn === null ? null : { status, signedOn });
  return { status, signedOn: at(signedOn, 'latest'), parties };
};
const signature = (latest: string) => ({ signedOn: { latest }, scan: { sha256: storedScan.sha256 } });
const party = (...signatures: readonly object[]) => ({ accededFrom: null, signatures });

describe('the corrected day of a signature', () => {
  test('takes with it the scan, and that all have signed', async () => {
    expect(await correctDay('PartySigned', 'b', '2026-03-15')).toEqual([
      'PartySigned occurred',
      'PaperCopyConverted occurred',
      'AgreementFullySigned occurred',
      'AgreementFullySigned signedOn',
    ]);
    expect(await shown('asOf: "2026-03-14"')).toEqual({
      ...{ status: 'SIGNING', signedOn: undefined },
      parties: [party(signature('2026-03-10')), party()],
    });
    const all = [party(signature('2026-03-10')), party(signature('2026-03-15'))];
    for (const point of ['asOf: "2026-03-15"', 'asOf: "2026-03-20"', 'knownAt: "2026-03-20"'])
      expect(await shown(point)).toEqual({ status: 'SIGNED', signedOn: '2026-03-15', parties: all });
    expect(await shown('asOf: "2026-03-12", knownAt: "2026-03-19"')).toMatchObject({ signedOn: '2026-03-12' });
  });

  test('may be late without a correction: the agreement is signed once the last of them was given', async () => {
    const { world } = graph;
    world.now = '2026-03-21T02:00:00.000Z';
    const hash = await openForSigning(world, 'agr-2');
    world.now = '2026-03-25T02:00:00.000Z';
    await signOnPaper(world, 'agr-2', 'a', hash);
    world.now = '2026-03-27T02:00:00.000Z';
    await signOnPaper(world, 'agr-2', 'b', hash, onDay('2026-03-22'));
    const signedBy = async (day: string) => {
      const filter = 'filter: { status: { eq: SIGNED } }';
      const answer = await graph.ask(`{ agreement(id: "agr-2", asOf: "${day}") { status signedOn { latest } }
        agreements(asOf: "${day}", ${filter}) { nodes { id } } }`);
      return [at(answer, 'agreement.status'), at(answer, 'agreement.signedOn.latest'), at(answer, 'agreements.nodes')];
    };
    expect(await signedBy('2026-03-24')).toEqual(['SIGNING', undefined, [{ id: 'agr-1' }]]);
    expect(await signedBy('2026-03-25')).toEqual([
      'SIGNED',
      '2026-03-25T02:00:00.000Z',
      [{ id: 'agr-1' }, { id: 'agr-2' }],
    ]);
  });

  test('is one correction, decided by its first event', async () => {
    await correctDay('PartySigned', 'b', '2026-03-15');
    const [first] = (await graph.world.store.read(ref)).filter(({ type }) => type === 'RecordCorrected');
    const { state } = await graph.world.history.at<Correctable<AgreementState>>(ref);
    expect(state.corrections).toMatchObject([{ status: 'RECORDED', decidedBy: first?.eventId }]);
  });

  test('that lies after the one that completed the record moves that all have signed behind it', async () => {
    const moved = ['AgreementFullySigned signedOn', 'AgreementFullySigned effectiveFrom'];
    expect((await correctDay('PartySigned', 'a', '2026-03-13')).slice(2)).toEqual(moved);
    expect(await shown('asOf: "2026-03-12"')).toMatchObject({ status: 'SIGNING', signedOn: undefined });
    expect(await shown('asOf: "2026-03-13"')).toMatchObject({ status: 'SIGNED', signedOn: '2026-03-13' });
    expect((await correctDay('PartySigned', 'b', '2026-03-14', 'cor-2')).slice(3)).toEqual(moved);
    expect(await shown('asOf: "2026-03-13"')).toMatchObject({ status: 'SIGNING', signedOn: undefined });
    expect(await shown('asOf: "2026-03-14"')).toMatchObject({ status: 'SIGNED', signedOn: '2026-03-14' });
  });

  test('computes anew when all had signed, whichever signature it was', async () => {
    expect(await correctDay('PartySigned', 'a', '2026-03-11')).toEqual([
      'PartySigned occurred',
      'PaperCopyConverted occurred',
    ]);
    expect(await correctDay('PartySigned', 'b', '2026-03-10', 'cor-2')).toContain('AgreementFullySigned signedOn');
    expect(await shown('asOf: "2026-03-20"')).toMatchObject({ signedOn: '2026-03-11' });
  });

  test('is that from which a later party is one', async () => {
    const { world } = graph;
    await world.must('RegisterOrganization', 'org-c', { name: 'C', kind: 'UNION_FEDERATION', decisionDocId: 'doc-1' });
    await world.must('RegisterOffice', 'off-c', { title: 'Chủ tịch c', orgId: 'org-c', decisionDocId: 'doc-1' });
    const holder = { personKey: 'p-c', effectiveFrom: day('2020-01-01'), decisionDocId: 'doc-1' };
    await world.must('AppointHolder', 'off-c', holder);
    const joining = { party: { partyId: 'c', side: 'B', bodyIds: ['org-c'] } };
    await world.must('AdmitParty', 'agr-1', joining, { by: actors.leader, ...onDay('2026-03-16') });
    const { textSha256 } = (await find('AgreementDrafted')).data as { readonly textSha256: string };
    await signOnPaper(world, 'agr-1', 'c', textSha256, onDay('2026-03-17'));
    expect(await correctDay('PartySigned', 'c', '2026-03-18')).toEqual([
      'PartySigned occurred',
      'PaperCopyConverted occurred',
      'PartyAcceded occurred',
      'PartyAcceded effectiveFrom',
    ]);
    expect((await shown('asOf: "2026-03-17"')).parties[2]).toEqual(party());
    const { signedOn, parties } = await shown('asOf: "2026-03-18"');
    expect([signedOn, parties[2]]).toEqual([
      '2026-03-12',
      { accededFrom: { latest: '2026-03-18' }, signatures: [signature('2026-03-18')] },
    ]);
  });

  test('is not moved by that of its scan, which may have been made on another day', async () => {
    expect(await correctDay('PaperCopyConverted', 'b', '2026-03-13')).toEqual(['PaperCopyConverted occurred']);
  });
});
