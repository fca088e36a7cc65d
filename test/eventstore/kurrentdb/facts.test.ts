import { describe, expect, jest, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { KurrentDouble, leftOut } from '../../support/kurrentDouble/double.js';
import { Asking, type Scenario } from './facts/asking.js';
import { everything } from './facts/all.js';
import { checkpoints, subscriptions } from './facts/following.js';
import { metadata } from './facts/metadata.js';
import { eventsAndSizes, readsAndDeletes } from './facts/reading.js';
import { append, calls, concurrency, idempotency } from './facts/writing.js';

// Real connections on a machine that may be busy with other tests.
jest.setTimeout(30_000);

type Facts = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
/** What an EventStoreDB 23.10.8 was seen to do through this client. */
const recorded = JSON.parse(
  readFileSync(new URL('../../fixtures/eventstore-facts.json', import.meta.url), 'utf8'),
) as Facts;

/** What the double's clock is ahead of the machine's. */
let ahead = 0;
const scenarios: Readonly<Record<string, readonly Scenario[]>> = {
  s01_append: [append],
  s02_idempotency: [idempotency],
  s03_reads_deletes: [readsAndDeletes],
  s04_event_fields_sizes: [eventsAndSizes],
  s05_readAll: [everything],
  s07_subscribeToAll: [subscriptions, checkpoints],
  s08_metadata: [metadata((seconds) => (ahead += seconds * 1000))],
  s09_concurrency: [concurrency],
  s13_credentials_deadline_batch: [calls],
};

describe('the double does what a real server was seen to do', () => {
  test.each(Object.entries(scenarios))('%s', async (name, parts) => {
    const found = new Map<string, unknown>();
    for (const part of parts) {
      ahead = 0;
      const double = await new KurrentDouble({ now: () => Date.now() + ahead }).start();
      const asking = new Asking(double.connectionString, name);
      await part(asking, found);
      await asking.dispose();
      double.kill();
    }
    const facts = recorded[name] ?? {};
    const compared = Object.keys(facts).filter((fact) => leftOut[`${name}/${fact}`] === undefined);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(compared.map((fact) => [fact, facts[fact]])));
  });

  test('and names everything that it leaves out', () => {
    const all = Object.entries(recorded).flatMap(([scenario, facts]) =>
      Object.keys(facts).map((fact) => [scenario, `${scenario}/${fact}`] as const),
    );
    const named = new Set(all.flat());
    expect(Object.keys(leftOut).filter((name) => !named.has(name))).toEqual([]);
    const unknown = Object.keys(recorded).filter((name) => !(name in scenarios) && leftOut[name] === undefined);
    expect(unknown).toEqual([]);
    const kept = all.filter(([scenario, fact]) => leftOut[scenario] === undefined && leftOut[fact] === undefined);
    expect([kept.length, all.length]).toEqual([322, 441]);
  });
});
