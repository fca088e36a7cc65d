import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { position } from '../../src/domain/kernel/ids.js';
import { createCodec } from '../../src/eventstore/codec.js';
import type { Finding } from '../../src/eventstore/fsck.js';
import { fsckFile } from '../../src/eventstore/sqlite/fsck.js';
import { openLibsql } from '../../src/eventstore/sqlite/database.js';
import { openSqliteEventStore } from '../../src/eventstore/sqlite/eventStore.js';
import { temporaryFolder } from '../support/folder.js';
import { handClock, noteDefinitions, noteMaker, oldNoteDefinitions, office, source } from '../support/notes.js';

const codec = createCodec(noteDefinitions);
let folder: ReturnType<typeof temporaryFolder>;
let file: string;

/** Positions: 1 and 2 source:a 1 and 2, 3 office:b 1, 4 source:a 3, 5 office:b 2, 6 source:a 4. */
beforeEach(async () => {
  folder = temporaryFolder();
  file = join(folder.path, 'events.db');
  const note = noteMaker();
  const old = await openSqliteEventStore({ file, codec: createCodec(oldNoteDefinitions), clock: handClock() });
  await old.append(source('a'), [note.takenBefore('một')], 0);
  await old.close();
  const clock = handClock('2026-03-02T00:00:00.000Z');
  const store = await openSqliteEventStore({ file, codec, clock });
  await store.append(source('a'), [note.taken('hai 🤝')], 1);
  await store.append(office('b'), [note.taken('ba')], 0);
  clock.set('2026-03-03T00:00:00.000Z');
  await store.append(source('a'), [note.struck()], 2);
  await store.append(office('b'), [note.taken('bốn')], 1);
  await store.append(source('a'), [note.taken('năm')], 3);
  await store.close();
});
afterEach(() => folder.remove());

/** Changes the file as someone would who can write it. */
const behindTheStore = (...statements: string[]): void => {
  const database = openLibsql(file, 'WRITE');
  database.exec('DROP TRIGGER IF EXISTS events_are_not_changed; DROP TRIGGER IF EXISTS events_are_not_removed');
  for (const sql of statements) database.exec(sql);
  database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
  database.close();
};

const check = async () => {
  const findings: Finding[] = [];
  const summary = await fsckFile(file, codec, (finding) => findings.push(finding));
  return {
    summary,
    places: findings.map(({ code, stream, version }) => `${code} ${stream ?? '-'} ${version ?? '-'}`),
    findings,
  };
};

describe('a check of the file of events', () => {
  test('finds nothing in what was stored, older schema versions included', async () => {
    const { summary, findings } = await check();
    expect(findings).toEqual([]);
    expect(summary).toEqual({ events: 6, streams: 2, findings: 0, ok: true });
  });

  test('names stream, version and position of an event whose data were edited', async () => {
    behindTheStore(`UPDATE events SET data = json_set(data, '$.text', 'sửa') WHERE position = 2`);
    const { summary, findings } = await check();
    expect(findings).toEqual([
      {
        code: 'DIGEST_MISMATCH',
        stream: 'source:a',
        version: 2,
        position: position(2),
        message: 'data or metadata are not what was stored',
      },
    ]);
    expect(summary).toEqual({ events: 6, streams: 2, findings: 1, ok: false });
  });

  test.each<[string, string, string[]]>([
    [
      'metadata edited',
      `UPDATE events SET meta = json_set(meta, '$.actor.role', 'ADMIN') WHERE position = 5`,
      ['DIGEST_MISMATCH office:b 2'],
    ],
    [
      'one character changed to its decomposed form',
      `UPDATE events SET data = replace(data, 'năm', '${'năm'.normalize('NFD')}') WHERE position = 6`,
      ['DIGEST_MISMATCH source:a 4'],
    ],
    [
      'the digest taken away',
      `UPDATE events SET meta = json_remove(meta, '$.store') WHERE position = 3`,
      ['DIGEST_MISMATCH office:b 1', 'EVENT_UNREADABLE office:b 1'],
    ],
    [
      'the salt shortened',
      `UPDATE events SET meta = json_set(meta, '$.salt', 'AAAA') WHERE position = 3`,
      ['DIGEST_MISMATCH office:b 1', 'SALT_INVALID office:b 1'],
    ],
    ['data that are no JSON', `UPDATE events SET data = '{' WHERE position = 1`, ['EVENT_UNREADABLE source:a 1']],
    [
      'data that could never be sealed',
      String.raw`UPDATE events SET data = '{"text":"\ud800","language":"vi"}' WHERE position = 2`,
      ['DIGEST_MISMATCH source:a 2'],
    ],
    [
      'a type that nobody knows',
      `UPDATE events SET type = 'NoteBurnt' WHERE position = 4`,
      ['EVENT_UNREADABLE source:a 3'],
    ],
    [
      'an event removed from the middle of a stream',
      'DELETE FROM events WHERE position = 4',
      ['POSITION_GAP office:b 2', 'VERSION_GAP source:a 4'],
    ],
    ['the newest event of a stream removed', 'DELETE FROM events WHERE position = 5', ['POSITION_GAP source:a 4']],
    [
      'a whole stream removed',
      `DELETE FROM events WHERE stream_id = 'b'`,
      ['POSITION_GAP source:a 3', 'POSITION_GAP source:a 4'],
    ],
    [
      'the oldest event removed',
      'DELETE FROM events WHERE position = 1',
      ['POSITION_GAP source:a 2', 'VERSION_GAP source:a 2'],
    ],
    [
      'a time moved back',
      `UPDATE events SET recorded_at = '2026-01-01T00:00:00.000Z' WHERE position = 4`,
      ['RECORDED_AT_BACKWARDS source:a 3'],
    ],
    [
      'an event moved to another stream',
      `UPDATE events SET stream_id = 'c', version = 1 WHERE position = 2`,
      ['VERSION_GAP source:a 3'],
    ],
  ])('sees %s', async (_, sql, places) => {
    behindTheStore(sql);
    expect((await check()).places).toEqual(places);
  });

  test('takes no event out of the data of another, whatever these close and open', async () => {
    const forged = `{},{}],[[7,'source','a',5,'id','NoteTaken','2026-03-03'],{}`.replaceAll("'", '"');
    behindTheStore(`UPDATE events SET data = '${forged}' WHERE position = 6`);
    const { summary, places } = await check();
    expect(summary).toMatchObject({ events: 6, ok: false });
    expect(places).toEqual(['EVENT_UNREADABLE source:a 4']);
    behindTheStore(`UPDATE events SET data = '{},{}' WHERE position = 6`);
    expect((await check()).places).toEqual(['EVENT_UNREADABLE source:a 4']);
  });

  test('sees two events that changed places', async () => {
    behindTheStore(
      'UPDATE events SET version = 99 WHERE position = 2',
      'UPDATE events SET version = 2 WHERE position = 4',
      'UPDATE events SET version = 3 WHERE position = 2',
    );
    expect((await check()).places).toEqual([
      'VERSION_GAP source:a 3',
      'VERSION_GAP source:a 2',
      'VERSION_GAP source:a 4',
    ]);
  });

  test('sees the contents of two events exchanged', async () => {
    behindTheStore(
      'CREATE TABLE kept AS SELECT position, data FROM events',
      'UPDATE events SET data = (SELECT data FROM kept WHERE position = 3) WHERE position = 5',
      'UPDATE events SET data = (SELECT data FROM kept WHERE position = 5) WHERE position = 3',
      'DROP TABLE kept',
    );
    expect((await check()).places).toEqual(['DIGEST_MISMATCH office:b 1', 'DIGEST_MISMATCH office:b 2']);
  });

  test('sees an index that hides an event', async () => {
    behindTheStore(
      'PRAGMA writable_schema = ON',
      `UPDATE sqlite_schema SET sql = replace(sql, 'UNIQUE (stream_id, stream_type, version)', 'UNIQUE (stream_id, type, version)')
       WHERE name = 'events'`,
    );
    expect((await check()).places).toContain('FILE_DAMAGED - -');
  });

  test('goes on after a finding and reports each', async () => {
    behindTheStore(`UPDATE events SET data = '{}' WHERE type = 'NoteTaken'`);
    expect((await check()).summary).toEqual({ events: 6, streams: 2, findings: 10, ok: false });
  });

  test('reports damage to the file itself', async () => {
    const bytes = readFileSync(file);
    const at = bytes.indexOf('hai 🤝');
    const page = Math.floor(at / 4096) * 4096;
    bytes.fill(0xff, page, page + 12);
    writeFileSync(file, bytes);
    const { summary, places } = await check();
    expect(summary.ok).toBe(false);
    expect(new Set(places)).toEqual(new Set(['FILE_DAMAGED - -']));
  });

  test('reports a file that was cut short', async () => {
    truncateSync(file, 8192);
    const { summary, findings } = await check();
    expect(summary).toEqual({ events: 0, streams: 0, findings: 1, ok: false });
    expect(findings).toEqual([{ code: 'FILE_DAMAGED', message: expect.stringContaining(file) }]);
  });

  test('refuses a file that is no database, not of this program, or not there', async () => {
    writeFileSync(file, 'Biên bản họp. '.repeat(1000));
    await expect(check()).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
    file = join(folder.path, 'nowhere.db');
    await expect(check()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', message: expect.stringContaining(file) });
    writeFileSync(file, '');
    await expect(check()).rejects.toMatchObject({ code: 'STORE_FOREIGN' });
  });
});
