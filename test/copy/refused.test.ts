import { describe, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { createCodec } from '../../src/eventstore/codec.js';
import { SqliteCopySource } from '../../src/eventstore/sqlite/copySource.js';
import { openLibsql } from '../../src/eventstore/sqlite/database.js';
import { openSqliteEventStore } from '../../src/eventstore/sqlite/eventStore.js';
import { handClock, noteMaker, oldNoteDefinitions, office, source } from '../support/notes.js';
import { another, codec, moving, wrapped } from './support.js';

const { world, now, startServer, fileNamed, open, copy, record, inSource, written } = moving();

describe('a target that holds', () => {
  const refused = async () => {
    const before = world.double.log.records.length;
    const { outcome, lines } = await copy();
    expect(outcome.kind).toBe('REFUSED');
    expect(world.double.log.records).toHaveLength(before);
    return lines;
  };

  test('another log is refused and left as it was', async () => {
    const { store } = await open();
    await store.append(source('a'), [another.taken('khác')], 0);
    expect(await refused()).toEqual([
      expect.stringMatching(
        /^KurrentDB at 127\.0\.0\.1:\d+ holds another log: event \d+ \(source:a 1 NoteTaken\) lies where the source has event 1 \(source:a 1 NoteTaken\)\. It was left as it is; take an empty one\.$/,
      ),
    ]);
  });

  test('the same log and more, since it is in use, is refused', async () => {
    await copy();
    const { store } = await open();
    await store.append(office('b'), [another.taken('bảy')], 3);
    expect(await refused()).toEqual([
      expect.stringMatching(/holds the whole log and goes on with event \d+ \(office:b 4 NoteTaken\): it is in use/),
    ]);
  });

  test('the same events, recorded there and not copied, is refused', async () => {
    const [first] = await inSource();
    const { store } = await open();
    if (first !== undefined) {
      const { eventId, type, meta } = first;
      const data = { text: 'một' };
      const { store: old } = await open({ codec: createCodec(oldNoteDefinitions) });
      await old.append(source('a'), [{ eventId, type, data, meta }], 0);
    }
    await store.close();
    expect(await refused()).toEqual([expect.stringContaining('holds another log: event')]);
  });

  test('the store of somebody else is refused', async () => {
    world.double.log.append('concordat-store', 'ANY', [
      {
        id: '00000000-0000-4000-8000-0000000000dd',
        type: 'Opened',
        contentType: 'application/json',
        data: Buffer.from('{}'),
        metadata: Buffer.from(''),
      },
    ]);
    await expect(copy()).rejects.toMatchObject({ code: 'STORE_FOREIGN' });
  });

  test('events that somebody adds in the middle of the copy is told at the end, and stays closed to servers', async () => {
    const { store } = await open();
    let appends = 0;
    const outcome = copy({
      wrap: (target) =>
        wrapped(target, async () => {
          if ((appends += 1) === 3) await store.append(source('c'), [another.taken('chen vào')], 0);
        }),
    });
    const { lines, outcome: end } = await outcome;
    expect(end.kind).toBe('DIFFERENT');
    expect(lines).toEqual([
      expect.stringMatching(/^event 5 \(source:a 4 NoteStruck\) differs in KurrentDB at 127\.0\.0\.1:\d+: id$/),
    ]);
    await expect(open()).rejects.toMatchObject({ code: 'STORE_LOCKED' });
  });

  test('a stream to which somebody writes meanwhile ends the copy with its name', async () => {
    const { store } = await open();
    let appends = 0;
    await expect(
      copy({
        wrap: (target) =>
          wrapped(target, async () => {
            if ((appends += 1) === 3) await store.append(source('a'), [another.taken('chen vào')], 3);
          }),
      }),
    ).rejects.toMatchObject({
      code: 'STORE_FOREIGN',
      message: expect.stringContaining('is at version 4 where the copy left it at 3: somebody else writes to it'),
    });
  });
});

describe('a source', () => {
  const behindTheStore = (sql: string): void => {
    const database = openLibsql(world.file, 'WRITE');
    database.exec('DROP TRIGGER IF EXISTS events_are_not_changed; DROP TRIGGER IF EXISTS events_are_not_removed');
    database.exec(sql);
    database.close();
  };

  test.each([
    [`UPDATE events SET data = json_set(data, '$.text', 'sửa') WHERE position = 2`, 'DIGEST_MISMATCH source:a 2'],
    ['DELETE FROM events WHERE position = 4', 'POSITION_GAP source:a 4'],
    [
      `UPDATE events SET recorded_at = '2020-01-01T00:00:00.000Z' WHERE position = 8`,
      'RECORDED_AT_BACKWARDS office:b 3',
    ],
  ])('that is damaged is refused: %s', async (sql, finding) => {
    behindTheStore(sql);
    const { outcome, lines } = await copy();
    expect(outcome.kind).toBe('REFUSED');
    expect(lines[0]).toMatch(`The source is damaged: ${finding}`);
    expect(written()).toEqual([]);
  });

  test('that a server uses is refused', async () => {
    const store = await openSqliteEventStore({ file: world.file, codec, clock: handClock() });
    await expect(copy()).rejects.toMatchObject({ code: 'STORE_LOCKED' });
    await store.close();
  });

  test('is kept from every server while it is copied', async () => {
    const from = SqliteCopySource.open(world.file, codec);
    await expect(openSqliteEventStore({ file: world.file, codec, clock: handClock() })).rejects.toMatchObject({
      code: 'STORE_LOCKED',
    });
    from.close();
    await (await openSqliteEventStore({ file: world.file, codec, clock: handClock() })).close();
  });

  test('with an event that KurrentDB cannot take is refused before anything is written', async () => {
    await record('2026-03-04T00:00:00.001Z', office('b'), [another.taken('ă'.repeat(524_288))], 3);
    const { outcome, lines } = await copy();
    expect(outcome.kind).toBe('REFUSED');
    expect(lines).toEqual([
      expect.stringMatching(
        /^event 9 \(office:b 4 NoteTaken\) has 1048603 bytes of data; KurrentDB at 127\.0\.0\.1:\d+ takes 1048576 at most\.$/,
      ),
    ]);
    expect(written()).toEqual([]);
  });

  test('whose run is larger than one append is taken in several', async () => {
    const store = await openSqliteEventStore({ file: world.file, codec, clock: handClock('2026-03-04T00:00:00.001Z') });
    let count = 0;
    const note = noteMaker({
      uuid: () => `00000000-0000-4000-8000-0000000${(count += 1) + 10_000}`,
      salt: () => 'A'.repeat(43),
    });
    await store.append(
      office('b'),
      Array.from({ length: 5 }, () => note.taken('ă'.repeat(200_000))),
      3,
    );
    await store.close();
    const { outcome } = await copy();
    expect(outcome).toMatchObject({ kind: 'COPIED', parts: [{ total: 13, verified: 13 }] });
  });

  test('without events makes an empty log, and without a file is told', async () => {
    fileNamed('empty.db');
    await (await openSqliteEventStore({ file: world.file, codec, clock: handClock() })).close();
    expect((await copy()).outcome).toMatchObject({ kind: 'COPIED', parts: [{ total: 0, verified: 0 }] });
    fileNamed('nowhere.db');
    await expect(copy()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(existsSync(world.file)).toBe(false);
  });
});

describe('a server whose clock', () => {
  test('is a little behind is waited for', async () => {
    await startServer('2026-03-03T00:00:00.950Z');
    let marks = 0;
    world.double.log.onAppend(() => {
      if (world.double.log.records.at(-1)?.type === 'CopyBegun' && (marks += 1) === 3)
        now.shown = '2026-03-03T00:00:01.000Z';
    });
    expect((await copy()).outcome.kind).toBe('COPIED');
    expect(marks).toBe(4);
  });

  test('is far behind is told before any event is copied', async () => {
    await startServer('2026-03-02T12:00:00.000Z');
    await expect(copy()).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringMatching(/says 2026-03-02T12:00:00\.000Z, but the newest event was recorded at 2026-03-03/),
    });
    expect(written()).toEqual(['concordat-copy', 'concordat-store']);
  });
});
