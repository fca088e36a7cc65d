import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { at, createGraph, type Graph } from '../support/graph.js';
import { actors, draft, openForSigning, registerBodies, signOnPaper, storedScan } from '../support/world.js';

const { sha256, name, mediaType, size } = storedScan;
const attachment = { sha256, name: 'phu-luc.pdf', mediaType: 'application/pdf', size: 10 };

describe('the files of an agreement', () => {
  let graph: Graph;

  beforeAll(async () => {
    graph = await createGraph();
    const { world } = graph;
    await registerBodies(world);
    await signOnPaper(world, 'agr-1', 'a', await openForSigning(world, 'agr-1'));
    const text = { ...draft.text, attachment };
    await world.must('DraftAgreement', 'agr-2', { ...draft, text }, { by: actors.drafter });
    const lost = { ...attachment, sha256: 'b'.repeat(64) };
    await world.must(
      'RegisterExistingAgreement',
      'agr-3',
      { ...draft, status: 'SIGNED', text: { ...draft.text, attachment: lost } },
      { channel: 'IMPORT', reason: 'import', source: { kind: 'PRESS', ref: 'src-1', certainty: 'STATED' } },
    );
  });
  afterAll(() => graph.close());

  const file = 'sha256 name mediaType size url';
  const stored = { sha256, name, mediaType, size, url: `/evidence/${sha256}?until=…&signature=…` };

  test('a scan comes with what is known of it and a link', async () => {
    const query = `{ agreement(id: "agr-1") { parties { signatures { scanSha256 scan { ${file} } } } } }`;
    expect(at(await graph.ask(query), 'agreement.parties')).toEqual([
      { signatures: [{ scanSha256: sha256, scan: stored }] },
      { signatures: [] },
    ]);
  });

  test('an attachment keeps what was said of it, beside the file that was uploaded', async () => {
    const query = `{ agreement(id: "agr-2") { text { attachment { sha256 name mediaType size file { ${file} } } } } }`;
    expect(at(await graph.ask(query), 'agreement.text.attachment')).toEqual({ ...attachment, file: stored });
  });

  test('a file that an import only tells of is null', async () => {
    const query = `{ agreement(id: "agr-3") { text { attachment { name file { ${file} } } } } }`;
    expect(at(await graph.ask(query), 'agreement.text.attachment')).toEqual({ name: 'phu-luc.pdf', file: null });
  });

  test('a role that may not read files gets none, and no link', async () => {
    const query = `{ agreement(id: "agr-1") { parties { signatures { scanSha256 scan { ${file} } } } } }`;
    const answer = await graph.ask(query, {}, { role: 'DASHBOARD', personKey: 'p-dash' });
    expect(at(answer, 'agreement.parties.0.signatures')).toEqual([{ scanSha256: sha256, scan: null }]);
  });

  test('a link that was given out is recorded, a look at the name is not', async () => {
    const since = '2026-03-02T09:00:00.000Z';
    graph.world.now = since;
    const scan = (selection: string) =>
      graph.ask(`{ agreement(id: "agr-1") { parties { signatures { scan { ${selection} } } } } }`);
    await scan('name size');
    expect(await graph.world.accesses.list({ from: since }, 10)).toEqual([]);
    await scan('url');
    expect(await graph.world.accesses.list({ from: since }, 10)).toEqual([
      {
        id: expect.any(String),
        actor: 'p-auditor',
        role: 'AUDITOR',
        what: 'FILE_LINK',
        stream: `file:${sha256}`,
        denied: false,
        at: since,
        count: 1,
      },
    ]);
  });
});
