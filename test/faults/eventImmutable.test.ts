import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codec, systemClock } from '../../src/compose.js';
import type { NewEvent } from '../../src/application/ports.js';
import type { Recorded } from '../../src/domain/kernel/event.js';
import { beginning } from '../../src/domain/kernel/ids.js';
import type { Finding } from '../../src/eventstore/fsck.js';
import { fsckFile } from '../../src/eventstore/sqlite/fsck.js';
import { openLibsql } from '../../src/eventstore/sqlite/database.js';
import { openSqliteEventStore } from '../../src/eventstore/sqlite/eventStore.js';
import { recordSample } from '../cli/record.js';
import { temporaryFolder } from '../support/folder.js';

jest.setTimeout(60_000);

let folder: ReturnType<typeof temporaryFolder>;
let file: string;
beforeAll(async () => {
  folder = temporaryFolder();
  file = join(folder.path, 'events.db');
  await recordSample(folder.path);
});
afterAll(() => folder.remove());

const open = () => openSqliteEventStore({ file, codec, clock: systemClock });
const everything = async (): Promise<readonly Recorded[]> => {
  const store = await open();
  const events = await store.readAll(beginning, 1000);
  await store.close();
  return events;
};
/** What `fsck` finds: code, stream and version. */
const findings = async (of = file): Promise<readonly string[]> => {
  const found: Finding[] = [];
  await fsckFile(of, codec, (finding) => found.push(finding));
  return found.map(({ code, stream, version }) => `${code} ${stream ?? ''} ${version ?? ''}`);
};

const columns = ['stream_type', 'stream_id', 'version', 'event_id', 'type', 'recorded_at', 'data', 'meta', 'position'];

describe('invariant 6: an event on record', () => {
  test.each([...columns.map((column) => `UPDATE events SET ${column} = ${column}`), 'DELETE FROM events'])(
    'invariant 6: is not edited or deleted in the file: %s',
    async (statement) => {
      const before = await everything();
      const database = openLibsql(file, 'WRITE');
      for (const sql of [statement, `${statement} WHERE position = 1`])
        expect(() => database.exec(sql)).toThrow('events are append-only');
      database.close();
      expect(await everything()).toEqual(before);
    },
  );

  test('invariant 6: is not written over by an append that names its version or its id', async () => {
    const before = await everything();
    const [first] = before;
    if (first === undefined) throw new Error('nothing is on record');
    const again: NewEvent = { eventId: first.eventId, type: first.type, data: first.data, meta: first.meta };
    const store = await open();
    expect(await store.append(first.stream, [again], 0)).toEqual({ appended: false, actual: 1 });
    await expect(store.append(first.stream, [again], 1)).rejects.toThrow();
    await store.close();
    expect(await everything()).toEqual(before);
  });

  test('invariant 6: is named by fsck when it was edited, taken out or moved behind the application', async () => {
    expect(await findings()).toEqual([]);
    const copy = temporaryFolder();
    cpSync(folder.path, copy.path, { recursive: true });
    const edited = join(copy.path, 'events.db');
    const database = openLibsql(edited, 'WRITE');
    database.exec('DROP TRIGGER events_are_not_changed; DROP TRIGGER events_are_not_removed');
    const ofAgreement = (id: string) => `stream_type = 'agreement' AND stream_id = '${id}'`;
    database.exec(`UPDATE events SET data = json_set(data, '$.subject', 'Khác') WHERE ${ofAgreement('agr-nd-2021')}`);
    database.exec(`DELETE FROM events WHERE ${ofAgreement('agr-hn-2022')} AND version = 3`);
    database.close();
    const found = await findings(edited);
    copy.remove();
    expect(found).toContain('DIGEST_MISMATCH agreement:agr-nd-2021 1');
    expect(found).toContain('VERSION_GAP agreement:agr-hn-2022 4');
  });

  test('invariant 6: can be appended and read through the port, and nothing else', async () => {
    const store = await open();
    const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(store)).filter((name) => name !== 'constructor');
    expect(methods.sort()).toEqual(['append', 'close', 'head', 'read', 'readAll', 'readMany', 'subscribe']);
    await store.close();
  });

  // The server cannot edit an event; it can only hide a stream from its beginning on, or whole.
  test('invariant 6: is left alone by the adapter of KurrentDB, which asks for no deletion or truncation of its stream', () => {
    const sources = 'src/eventstore/kurrentdb';
    expect(existsSync(sources)).toBe(true);
    const asking = readdirSync(sources).flatMap((name) => {
      const text = readFileSync(join(sources, name), 'utf8');
      const calls = text.match(/\b(?:deleteStream|tombstoneStream|truncateBefore|setStreamMetadata)\b/gu) ?? [];
      return calls.map((call) => `${name} ${call}`);
    });
    // Refusals and accesses are no events of an aggregate: they lie in streams of their own and expire, copied ones too.
    expect([...new Set(asking)]).toEqual(['countedCopy.ts setStreamMetadata', 'countedRecords.ts setStreamMetadata']);
  });
});
