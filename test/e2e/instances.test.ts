import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { demoIdentities, systemClock, systemRandom } from '../../src/compose.js';
import { loadConfig } from '../../src/config.js';
import type { Role } from '../../src/domain/kernel/event.js';
import { createLogger } from '../../src/server/logger.js';
import { run, type Serving, type Settings, startServing } from '../cli/program.js';
import { noServer } from '../readstore/mongodb/mongod.js';
import { temporaryFolder } from '../support/folder.js';
import { KurrentDouble } from '../support/kurrentDouble/double.js';
import { type Acknowledged, ask, preparation, scan, scanSha256, send, type Sent, Writer } from '../support/lives.js';
import { connect, type LiveClient } from '../support/live.js';
import { announce } from '../support/notRun.js';
import { uploadPdf } from '../support/upload.js';

jest.setTimeout(300_000);

interface Entry {
  readonly id: string;
  readonly position: string;
}

const auditFeed = 'subscription ($after: EventPosition) { auditFeed(after: $after) { id position } }';

/** Follows everything that is recorded, at whichever instance it is told to; keeps what it gets. */
class Dashboard {
  readonly seen: Entry[] = [];
  #client: LiveClient | undefined;
  #reading: Promise<void> = Promise.resolve();
  #arrived = (): void => undefined;

  async follow(url: string, token: string): Promise<void> {
    await this.#reading;
    const client = await connect(url, token);
    this.#client = client;
    client.subscribe('feed', auditFeed, { after: this.seen.at(-1)?.position ?? '0' });
    this.#reading = this.#read(client);
  }

  /** Waits until it has got so many entries. */
  async has(count: number): Promise<void> {
    while (this.seen.length < count) await new Promise<void>((resolve) => (this.#arrived = resolve));
  }

  async leave(): Promise<void> {
    this.#client?.socket.terminate();
    await this.#reading;
  }

  async #read(client: LiveClient): Promise<void> {
    for (;;) {
      const message = await client.next();
      if (message === null) return;
      if (message.type !== 'next') continue;
      const { data } = message.payload as { readonly data: { readonly auditFeed: Entry } };
      this.seen.push(data.auditFeed);
      this.#arrived();
    }
  }
}

announce('two instances over one KurrentDB and one MongoDB', noServer);
(noServer === undefined ? describe : describe.skip)('two instances over one log and one database', () => {
  const double = new KurrentDouble();
  const database = `concordat_test_${randomUUID()}`;
  const tokens = new Map<Role, string>();
  const acknowledged: Acknowledged[] = [];
  const dashboard = new Dashboard();
  let folder: ReturnType<typeof temporaryFolder>;
  let settings: Settings;
  let one: Serving;
  let other: Serving;

  const tokenOf = (role: Role): string => tokens.get(role) ?? '';

  beforeAll(async () => {
    folder = temporaryFolder();
    await double.start();
    const url = new URL(process.env.MONGODB_URL ?? '');
    url.pathname = `/${database}`;
    settings = {
      DATA_DIR: join(folder.path, 'data'),
      EVENTSTORE_URL: double.connectionString,
      MONGODB_URL: url.href,
    };
    const surroundings = { clock: systemClock, random: systemRandom, logger: createLogger('silent') };
    const identities = demoIdentities(loadConfig({ ...settings, NODE_ENV: 'test' }), surroundings);
    for (const role of ['CLERK', 'DRAFTER', 'ORG_LEADER', 'AUDITOR'] as const)
      tokens.set(role, await identities.issue({ role, org: 'org-x' }));
  });
  afterAll(async () => {
    await dashboard.leave();
    double.kill();
    const client = new MongoClient(process.env.MONGODB_URL ?? '');
    await client.db(database).dropDatabase();
    await client.close();
    folder.remove();
  });

  const answer = async (serving: Serving, query: string, variables: object = {}): Promise<Record<string, unknown>> => {
    const { data } = (await ask(serving.url, tokenOf('AUDITOR'), query, variables)) as {
      readonly data: Record<string, unknown>;
    };
    return data;
  };
  const statesOf = async ({ url }: Serving): Promise<ReadonlySet<string>> => {
    const ready = await fetch(`${url}/readyz`, { headers: { authorization: `Bearer ${tokenOf('AUDITOR')}` } });
    expect(ready.status).toBe(200);
    const { checks } = (await ready.json()) as {
      readonly checks: { readonly projections: readonly { readonly state: string }[] };
    };
    return new Set(checks.projections.map(({ state }) => state));
  };
  /** Sends what the writers have to send, each its own in turn, until told to stop; those of a dead instance go on with the other. */
  const write = async (writer: Writer, serving: () => Serving, go: () => boolean): Promise<void> => {
    while (go()) {
      const { next } = writer;
      const { url } = serving();
      const eventIds = await send(url, tokenOf(next.role), next).catch((error: unknown) => {
        if (serving().url === url) throw error;
        return undefined;
      });
      if (eventIds === undefined) continue;
      acknowledged.push({ ...next, eventIds });
      writer.answered();
    }
  };
  const do1 = async (serving: Serving, sent: Sent): Promise<void> => {
    acknowledged.push({ ...sent, eventIds: await send(serving.url, tokenOf(sent.role), sent) });
  };

  test('started at once on nothing, they import the sample once, and one of them writes the read models', async () => {
    [one, other] = await Promise.all([startServing(settings), startServing(settings)]);
    const count = '{ agreements { totalCount } }';
    expect(await Promise.all([answer(one, count), answer(other, count)])).toEqual([
      { agreements: { totalCount: 3 } },
      { agreements: { totalCount: 3 } },
    ]);
    const states = [await statesOf(one), await statesOf(other)];
    expect(new Set(states.flatMap((each) => [...each]))).toEqual(new Set(['RUNNING', 'STANDBY']));
  });

  test('what one has recorded the other shows to a reader who names its position, and files and links are shared', async () => {
    expect(await uploadPdf(one.url, tokenOf('CLERK'), scan)).toBe(scanSha256);
    for (const sent of preparation) await do1(sent.input.id.startsWith('off') ? other : one, sent);
    const registered = await ask(
      one.url,
      tokenOf('CLERK'),
      'mutation ($input: RegisterOrganizationInput!) { registerOrganization(input: $input) { position } }',
      { input: { id: 'org-z', name: 'Liên đoàn Lao động z', kind: 'UNION_FEDERATION', decisionDocId: 'doc-z' } },
    );
    const { position } = (registered as { data: { registerOrganization: Entry } }).data.registerOrganization;
    const found =
      'query ($at: EventPosition) { organizations(filter: { name: { contains: "động z" } }, minPosition: $at) { totalCount } }';
    for (const serving of [other, one])
      expect(await answer(serving, found, { at: position })).toEqual({ organizations: { totalCount: 1 } });
    const file = await fetch(`${other.url}/evidence/${scanSha256}`, {
      headers: { authorization: `Bearer ${tokenOf('AUDITOR')}` },
    });
    expect(await file.text()).toBe(scan);
  });

  test('under a load on both, one is killed: the other goes on with everything', async () => {
    await dashboard.follow(one.url, tokenOf('AUDITOR'));
    const writers = Array.from({ length: 6 }, (_, index) => new Writer(`i${index}`));
    const target = { before: acknowledged.length + 60, after: acknowledged.length + 150 };
    let isKilled = false;
    const writing = writers.map((writer, index) =>
      write(
        writer,
        () => (index % 2 === 0 && !isKilled ? one : other),
        () => acknowledged.length < target.after,
      ),
    );
    await dashboard.has(target.before);
    isKilled = true;
    one.child.kill('SIGKILL');
    expect(await one.ended).toMatchObject({ signal: 'SIGKILL' });
    await dashboard.follow(other.url, tokenOf('AUDITOR'));
    await Promise.all(writing);
    // What was on its way to the killed one is sent again, stored or not.
    for (const writer of writers) await do1(other, writer.next);

    const last = acknowledged.at(-1)?.eventIds.at(-1);
    const all = double.log.records.map(({ id }) => id);
    expect(all).toContain(last);
    const ids = acknowledged.flatMap(({ eventIds }) => eventIds);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(all.filter((stored) => stored === id)).toEqual([id]);
  });

  test('every acknowledged command is in the history once, and answered again as it was', async () => {
    for (const { eventIds, ...sent } of acknowledged)
      expect(await send(other.url, tokenOf(sent.role), sent)).toEqual(eventIds);
    const agreements = new Map<string, string[]>();
    for (const { input, eventIds } of acknowledged)
      if (input.id.startsWith('agr-'))
        agreements.set(input.id, [...(agreements.get(input.id) ?? []), ...eventIds].sort());
    expect(agreements.size).toBeGreaterThan(6);
    for (const [id, eventIds] of agreements) {
      const { agreement } = (await answer(
        other,
        'query ($id: ID!) { agreement(id: $id) { history(first: 50) { nodes { id version actor { role } } } } }',
        { id },
      )) as { agreement: { history: { nodes: { id: string; version: number; actor: { role: string } }[] } } };
      const { nodes } = agreement.history;
      expect(nodes.map(({ version }) => version)).toEqual(nodes.map((_, index) => index + 1));
      const sent = nodes.filter(({ actor }) => actor.role !== 'SYSTEM');
      expect(sent.map((node) => node.id).sort()).toEqual(eventIds);
    }
  });

  test('the survivor has taken over all projections, and the follower has got everything once and in order', async () => {
    const trail: string[] = [];
    for (let after: string | null = null; ;) {
      const { auditTrail } = (await answer(
        other,
        'query ($after: Cursor) { auditTrail(first: 100, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }',
        { after },
      )) as {
        auditTrail: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
      };
      trail.push(...auditTrail.nodes.map(({ id }) => id));
      if (!auditTrail.pageInfo.hasNextPage) break;
      after = auditTrail.pageInfo.endCursor;
    }
    await dashboard.has(trail.length);
    expect(dashboard.seen.map(({ id }) => id)).toEqual(trail);
    expect(await statesOf(other)).toEqual(new Set(['RUNNING']));
  });

  test('the read models are built again beside the ones that answer, and the instance goes on with the new ones', async () => {
    const count = '{ agreements { totalCount } }';
    const before = await answer(other, count);
    const done = new AbortController();
    const isDone = (): boolean => done.signal.aborted;
    const rebuilding = run(['rebuild'], settings).finally(() => done.abort());
    const asking = (async () => {
      let answers = 0;
      for (; !isDone(); answers += 1) expect(await answer(other, count)).toEqual(before);
      return answers;
    })();
    expect(await rebuilding).toMatchObject({ code: 0, out: expect.stringMatching(/^Rebuilt \d+ read models\.$/m) });
    expect(await asking).toBeGreaterThan(0);
    const known = dashboard.seen.length;
    await do1(other, new Writer('after').next);
    await dashboard.has(known + 1);
    const { agreements } = before as { agreements: { totalCount: number } };
    expect(
      await answer(other, 'query ($at: EventPosition) { agreements(minPosition: $at) { totalCount } }', {
        at: dashboard.seen.at(-1)?.position,
      }),
    ).toEqual({ agreements: { totalCount: agreements.totalCount + 1 } });
  });

  test('the read models equal a rebuild', async () => {
    await dashboard.leave();
    other.child.kill('SIGTERM');
    expect(await other.ended).toMatchObject({ code: 0 });
    expect(await run(['rebuild', '--dry-run'], settings)).toMatchObject({
      code: 0,
      out: 'The read models equal a rebuild.\n',
    });
  });
});
