import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Lease, Leases, Timer } from '../../src/application/ports.js';
import { MongoClient } from 'mongodb';
import { createMongoLeases } from '../../src/leases/mongodb.js';
import { MongoServer } from '../../src/mongodb/server.js';
import { leasesContract } from '../contracts/leases.contract.js';
import { announce } from '../support/notRun.js';
import { noServer } from '../readstore/mongodb/mongod.js';
import { systemTimer } from '../../src/systemTimer.js';

/** Short enough to see one run out. */
const leaseMs = 400;

/** A database of its own, and instances over it. */
const shared = () => {
  const database = `concordat_test_${randomUUID()}`;
  const warnings: string[] = [];
  const opened: { readonly leases: Leases; readonly server: MongoServer }[] = [];
  return {
    warnings,
    instance: async (timer: Timer = systemTimer): Promise<Leases> => {
      const server = await MongoServer.connect(process.env.MONGODB_URL ?? '', database);
      const warn = (message: string) => void warnings.push(message);
      const leases = createMongoLeases({ server, instance: randomUUID(), timer, warn, leaseMs });
      opened.push({ leases, server });
      return leases;
    },
    server: () => opened[0]?.server,
    dispose: async () => {
      for (const { leases, server } of opened) {
        await leases.close();
        await server.close();
      }
      const client = new MongoClient(process.env.MONGODB_URL ?? '');
      await client.db(database).dropDatabase();
      await client.close();
    },
  };
};

const taken = async (leases: Leases): Promise<Lease> => {
  const lease = await leases.acquire('work', new AbortController().signal);
  if (lease === undefined) throw new Error('the lease was not given');
  return lease;
};

const lost = (lease: Lease): Promise<void> =>
  new Promise((resolve) => lease.lost.addEventListener('abort', () => resolve(), { once: true }));

announce('leases on MongoDB', noServer);
(noServer === undefined ? describe : describe.skip)('leases in the database of MONGODB_URL', () => {
  leasesContract('MongoDB', () => Promise.resolve(shared()));

  describe('among instances that fail', () => {
    let database: ReturnType<typeof shared>;
    beforeEach(() => {
      database = shared();
    });
    afterEach(() => database.dispose());

    test('the lease of one that no longer renews is taken over, with a greater term', async () => {
      // A process that hangs: none of its timers comes.
      const dead = await taken(await database.instance(() => () => undefined));
      const heir = await taken(await database.instance());
      expect(heir.term).toBe(dead.term + 1);
    });

    test('one that is renewed outlives its length many times over', async () => {
      const lease = await taken(await database.instance());
      // Time is told by another lease that runs out again and again.
      for (let round = 0; round < 3; round += 1) {
        const mortal = await (
          await database.instance(() => () => undefined)
        ).acquire(`clock ${round}`, new AbortController().signal);
        const next = await (await database.instance()).acquire(`clock ${round}`, new AbortController().signal);
        expect(next?.term).toBe((mortal?.term ?? 0) + 1);
      }
      expect(lease.lost.aborted).toBe(false);
    });

    test('the holder learns that another has it', async () => {
      const lease = await taken(await database.instance());
      await database
        .server()
        ?.database.collection<{ _id: string }>('leases')
        .updateOne({ _id: 'work' }, { $set: { holder: 'another', until: new Date('2100-01-01') } });
      await lost(lease);
      expect(database.warnings).toEqual(['the lease work is lost: another instance has it']);
      // What is not its own any more it does not give back.
      await lease.release();
      expect(await (await database.instance()).isHeld('work')).toBe(true);
    });

    test('one that is cut off stops before another may begin', async () => {
      const cutOff = await database.instance();
      const lease = await taken(cutOff);
      await database.server()?.close();
      await lost(lease);
      expect(database.warnings).toEqual(['the lease work is lost: it was not renewed in time']);
      const heir = await taken(await database.instance());
      expect(heir.term).toBe(lease.term + 1);
      await heir.release();
    });

    test('who cannot reach the database waits, and says so once', async () => {
      const leases = await database.instance();
      await database.server()?.close();
      const stop = new AbortController();
      let asked = 0;
      expect(
        await leases.acquire('work', stop.signal, () => {
          asked += 1;
          stop.abort();
        }),
      ).toBeUndefined();
      expect(asked).toBe(1);
      expect(database.warnings).toEqual([expect.stringContaining('the lease work cannot be asked for: database')]);
      await expect(leases.isHeld('work')).rejects.toMatchObject({ code: 'STORE_CLOSED' });
    });
  });
});
