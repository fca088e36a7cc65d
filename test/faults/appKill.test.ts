import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { join } from 'node:path';
import { compareWithRebuild } from '../../projections/rebuild.js';
import { projections } from '../../projections/index.js';
import { codec, composeServices, demoIdentities, systemClock, systemRandom } from '../../src/compose.js';
import { type Config, loadConfig } from '../../src/config.js';
import type { Finding } from '../../src/eventstore/fsck.js';
import { fsckFile } from '../../src/eventstore/sqlite/fsck.js';
import type { Recorded, Role } from '../../src/domain/kernel/event.js';
import { beginning } from '../../src/domain/kernel/ids.js';
import { openSqliteEventStore } from '../../src/eventstore/sqlite/eventStore.js';
import { createLogger } from '../../src/server/logger.js';
import { type Serving, startServing } from '../cli/program.js';
import { recordSample } from '../cli/record.js';
import { temporaryFolder } from '../support/folder.js';
import {
  type Acknowledged,
  ask,
  preparation,
  scan,
  scanSha256,
  send as sendTo,
  type Sent,
  Writer,
} from '../support/lives.js';
import { uploadPdf } from '../support/upload.js';

jest.setTimeout(120_000);

describe('a server that is killed under a load of commands, again and again, on one data folder', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let config: Config;
  const surroundings = { clock: systemClock, random: systemRandom, logger: createLogger('silent') };
  const tokens = new Map<Role, string>();
  const acknowledged: Acknowledged[] = [];
  const writers = Array.from({ length: 8 }, (_, index) => new Writer(`w${index}`));

  beforeAll(async () => {
    folder = temporaryFolder();
    config = loadConfig({ NODE_ENV: 'test', DATA_DIR: join(folder.path, 'data') });
    await recordSample(config.dataDir);
    const identities = demoIdentities(config, surroundings);
    for (const role of ['CLERK', 'DRAFTER', 'ORG_LEADER', 'AUDITOR'] as const)
      tokens.set(role, await identities.issue({ role, org: 'org-x' }));
    const server = await start();
    expect(await uploadPdf(server.url, tokens.get('CLERK') ?? '', scan)).toBe(scanSha256);
    for (const sent of preparation) acknowledged.push({ ...sent, eventIds: await send(server, sent) });
    await kill(server);
  });
  afterAll(() => folder.remove());

  const start = (): Promise<Serving> => startServing({ DATA_DIR: config.dataDir });
  const kill = async ({ child, ended }: Serving): Promise<void> => {
    child.kill('SIGKILL');
    expect(await ended).toMatchObject({ signal: 'SIGKILL' });
  };

  const tokenOf = (role: Role): string => tokens.get(role) ?? '';
  const send = ({ url }: Serving, sent: Sent): Promise<readonly string[]> => sendTo(url, tokenOf(sent.role), sent);

  /** All writers at once; the server is killed with the answer that makes it `after`, others being on their way. */
  const loadUntilKilled = async (server: Serving, after: number): Promise<void> => {
    let answers = 0;
    let killed = false;
    const killNow = (): void => {
      killed = true;
      server.child.kill('SIGKILL');
    };
    const write = async (writer: Writer): Promise<void> => {
      for (;;) {
        const { next } = writer;
        const eventIds = await send(server, next).catch((error: unknown) => {
          if (killed) return undefined;
          killNow();
          throw error;
        });
        if (eventIds === undefined) return;
        acknowledged.push({ ...next, eventIds });
        writer.answered();
        answers += 1;
        if (answers === after) killNow();
      }
    };
    await Promise.all(writers.map(write));
    expect(await server.ended).toMatchObject({ signal: 'SIGKILL' });
  };

  const everything = async (): Promise<readonly Recorded[]> => {
    const store = await openSqliteEventStore({ file: join(config.dataDir, 'events.db'), codec, clock: systemClock });
    const all: Recorded[] = [];
    for (let at = beginning; ;) {
      const page = await store.readAll(at, 1000);
      const last = page.at(-1);
      if (last === undefined) break;
      all.push(...page);
      at = last.position;
    }
    await store.close();
    return all;
  };

  const types = (events: readonly Recorded[]): readonly string[] => events.map(({ type }) => type);

  test.each([1, 2, 3, 5, 8, 13, 21, 34, 55, 80])(
    'after %i answers nothing is lost, doubled or halved',
    async (after) => {
      await loadUntilKilled(await start(), after);

      const byCommand = new Map<string, Recorded[]>();
      for (const event of await everything()) {
        const { commandId } = event.meta;
        byCommand.set(commandId, [...(byCommand.get(commandId) ?? []), event]);
      }
      const stored = (commandId: string): readonly Recorded[] => byCommand.get(commandId) ?? [];
      const ids = ({ input }: Sent) => stored(input.commandId).map(({ eventId }) => eventId);
      expect(acknowledged.map(ids)).toEqual(acknowledged.map(({ eventIds }) => eventIds));
      expect(acknowledged.map(({ input }) => types(stored(input.commandId)))).toEqual(
        acknowledged.map(({ leadsTo }) => leadsTo),
      );
      for (const { next } of writers) {
        const found = types(stored(next.input.commandId));
        expect(found.length === 0 ? next.leadsTo : found).toEqual(next.leadsTo);
      }

      const findings: Finding[] = [];
      expect(
        await fsckFile(join(config.dataDir, 'events.db'), codec, (finding) => findings.push(finding)),
      ).toMatchObject({
        ok: true,
      });
      expect(findings).toEqual([]);
    },
  );

  test('then it answers each command again with the events of the first time, and shows each once in the history', async () => {
    const server = await start();
    // What was on its way is sent again, stored or not.
    for (const writer of writers) {
      acknowledged.push({ ...writer.next, eventIds: await send(server, writer.next) });
      writer.answered();
    }
    const again: (readonly string[])[] = [];
    for (const sent of acknowledged) again.push(await send(server, sent));
    expect(again).toEqual(acknowledged.map(({ eventIds }) => eventIds));

    const agreements = new Map<string, string[]>();
    for (const { input, mutation, eventIds } of acknowledged) {
      if (!input.id.startsWith('agr-')) continue;
      const known = agreements.get(input.id) ?? [];
      expect(mutation === 'draftAgreement').toBe(known.length === 0);
      agreements.set(input.id, [...known, ...eventIds]);
    }
    const query = `query ($id: ID!) { agreement(id: $id) { history(first: 50) { nodes { id actor { role } } } } }`;
    for (const [id, eventIds] of agreements) {
      const answer = (await ask(server.url, tokenOf('AUDITOR'), query, { id })) as {
        data: { agreement: { history: { nodes: { id: string; actor: { role: string } }[] } } };
      };
      const { nodes } = answer.data.agreement.history;
      // The policies bring into force by themselves what is fully signed.
      expect(nodes.filter(({ actor }) => actor.role !== 'SYSTEM').map((node) => node.id)).toEqual(eventIds);
    }
    expect(agreements.size).toBeGreaterThan(writers.length);
    expect(acknowledged.filter(({ leadsTo }) => leadsTo.length === 3).length).toBeGreaterThan(writers.length);
    await kill(server);
  });

  test('and its read models equal a rebuild', async () => {
    const services = await composeServices(config, surroundings);
    try {
      await services.catchUp();
      const options = {
        eventStore: services.events,
        readStore: services.reads,
        clock: systemClock,
        onProgress: () => undefined,
      };
      for (const projection of projections) expect(await compareWithRebuild(projection, options)).toEqual([]);
    } finally {
      await services.close();
    }
  });
});
