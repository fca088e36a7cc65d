import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { beginning } from '../../src/domain/kernel/ids.js';
import { type App, at, startApp } from '../support/app.js';

// A reader waits five seconds for a position before he is told.
jest.setTimeout(60_000);

describe('read models that do not follow', () => {
  let app: App;
  let reached: string;
  let written: string;
  const query = 'query ($at: EventPosition) { organization(id: "org-behind", minPosition: $at) { name } }';
  const codes = ({ errors = [] }: Awaited<ReturnType<App['ask']>>) => errors.map(({ extensions }) => extensions?.code);

  beforeAll(async () => {
    app = await startApp();
    reached = String(await app.services.events.head());
    await app.services.runner.stop();
    const input = { id: 'org-behind', name: 'LĐLĐ', kind: 'UNION_FEDERATION', decisionDocId: 'doc-1' };
    const mutation =
      'mutation ($input: RegisterOrganizationInput!) { done: registerOrganization(input: $input) { position } }';
    written = String(at(await app.ask(mutation, { input }, { role: 'CLERK' }), 'done.position'));
  });
  afterAll(() => app.close());

  test('invariant 70: leave a query for a position that they do not reach in time refused, with how far they are', async () => {
    const answer = await app.ask(query, { at: written });
    expect(codes(answer)).toEqual(['PROJECTION_BEHIND']);
    expect(answer.errors?.[0]?.extensions).toEqual({
      code: 'PROJECTION_BEHIND',
      path: ['minPosition'],
      details: {
        minPosition: written,
        projection: expect.any(String),
        position: String(Number(reached)),
        lagMs: expect.any(Number),
      },
    });
    expect(answer.data).toEqual({ organization: null });
  });

  test('invariant 70: answer a query for a position that they have reached, and one that names none', async () => {
    expect(written).not.toBe(String(Number(reached)));
    for (const position of [String(Number(reached)), String(Number(beginning)), null])
      expect(codes(await app.ask(query, { at: position }))).toEqual([]);
  });
});
