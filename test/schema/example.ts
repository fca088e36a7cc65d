import { createGraph, type Graph } from '../support/graph.js';
import { actors, draft, openForSigning, registerBodies, signOnPaper } from '../support/world.js';

const day = (on: string) => ({ earliest: on, latest: on, precision: 'DAY', certainty: 'STATED' });

/** Before anything was known of `agr-draft`, and between its drafting and its revision. */
export const before = '2026-03-02T02:30:00.000Z';
export const between = '2026-03-03T02:30:00.000Z';

/**
 * Three agreements: `agr-draft`, drafted and revised; `agr-signed`, signed by one of two parties; `agr-old`, imported, in
 * force since 2021-11-12 under the number 02-QC/ĐUK-LĐLĐ. And one command that was refused.
 */
export const createExample = async (): Promise<Graph> => {
  const graph = await createGraph();
  const { world } = graph;
  await registerBodies(world);
  await world.must('RegisterSource', 'src-1', { kind: 'PRESS', title: 'Báo Lao Động' });
  world.now = '2026-03-03T02:00:00.000Z';
  await world.must('DraftAgreement', 'agr-draft', draft, { by: actors.drafter });
  world.now = '2026-03-04T02:00:00.000Z';
  const clauses = [{ clauseId: 'c2', body: 'Hai bên trao đổi thông tin hằng tháng.' }];
  await world.must('ReviseDraft', 'agr-draft', { patch: { clauses } }, { by: actors.drafter, reason: 'góp ý' });
  world.now = '2026-03-05T02:00:00.000Z';
  const hash = await openForSigning(world, 'agr-signed');
  await signOnPaper(world, 'agr-signed', 'a', hash);
  await world.must(
    'RegisterExistingAgreement',
    'agr-old',
    {
      kind: 'COORDINATION_PROGRAMME',
      subject: 'Chương trình phối hợp Đảng ủy Khối',
      status: 'IN_FORCE',
      effectivenessRule: 'ALL_SIGNED',
      parties: draft.parties,
      number: '02-QC/ĐUK-LĐLĐ',
      effectiveFrom: day('2021-11-12'),
    },
    {
      channel: 'IMPORT',
      reason: 'import',
      source: { kind: 'PRESS', ref: 'src-1', certainty: 'STATED' },
      occurred: day('2021-11-12'),
    },
  );
  await world.send('FinalizeText', 'agr-draft', { textVersion: 2, textSha256: 'a'.repeat(64) }, { by: actors.drafter });
  await world.refusals.flush();
  return graph;
};
