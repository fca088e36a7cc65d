import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { EventStore } from '../../src/application/ports.js';
import type { Recorded } from '../../src/domain/kernel/event.js';
import { beginning, parsePosition } from '../../src/domain/kernel/ids.js';
import { createCodec } from '../../src/eventstore/codec.js';
import { handClock, noteDefinitions, noteMaker, office, oldNoteDefinitions, source } from '../support/notes.js';
import { texts } from '../support/deliveries.js';
import { subscriptionContract } from './eventStoreSubscription.contract.js';
import { appended, type LogUnderTest, type MakeLog } from '../support/logUnderTest.js';

const codec = createCodec(noteDefinitions);

/**
 * What the EventStore port promises; every adapter runs it. `clock`: whose stamps the events bear. That of a server of its
 * own cannot be set here, and what it stamps is the server's promise.
 */
export const eventStoreContract = (name: string, make: MakeLog, clock: 'GIVEN' | 'SERVER' = 'GIVEN'): void => {
  describe(`${name} keeps the promises of an event store`, () => {
    let handed: ReturnType<typeof handClock>;
    let log: LogUnderTest;
    let store: EventStore;
    let note: ReturnType<typeof noteMaker>;
    let over: AbortController;

    beforeEach(async () => {
      handed = handClock();
      log = await make({ codec, clock: handed });
      store = log.store;
      note = noteMaker();
      over = new AbortController();
    });
    afterEach(async () => {
      over.abort();
      await log.dispose();
    });

    const recordedAt = (event: Recorded | undefined): string | undefined =>
      clock === 'GIVEN' ? '2026-03-01T00:00:00.000Z' : event?.recordedAt;

    describe('append', () => {
      test('stores events with gapless versions from 1, and answers what a reader then gets', async () => {
        const first = note.taken('một');
        const second = note.struck('lý do');
        const events = appended(await store.append(source('a'), [first, second], 0));
        expect(events).toEqual([
          {
            ...first,
            stream: { type: 'source', id: 'a', version: 1 },
            position: events[0]?.position,
            recordedAt: recordedAt(events[0]),
          },
          {
            ...second,
            stream: { type: 'source', id: 'a', version: 2 },
            position: events[1]?.position,
            recordedAt: recordedAt(events[1]),
          },
        ]);
        expect(await store.read(source('a'))).toEqual(events);
        expect(await store.readAll(beginning, 10)).toEqual(events);
      });

      test('continues a stream at the version seen', async () => {
        await store.append(source('a'), [note.taken('một'), note.taken('hai')], 0);
        appended(await store.append(source('a'), [note.taken('ba')], 2));
        expect((await store.read(source('a'))).map(({ stream }) => stream.version)).toEqual([1, 2, 3]);
      });

      test.each([
        ['0 for a stream that exists', 0],
        ['one that is stale', 1],
        ['one that is too high', 3],
        ['a negative one', -1],
      ])('refuses an expected version: %s', async (_, expected) => {
        await store.append(source('a'), [note.taken('một'), note.taken('hai')], 0);
        expect(await store.append(source('a'), [note.taken('ba'), note.taken('bốn')], expected)).toEqual({
          appended: false,
          actual: 2,
        });
        expect(texts(await store.read(source('a')))).toEqual(['một', 'hai']);
      });

      test('refuses a version expected of a stream that does not exist', async () => {
        expect(await store.append(source('a'), [note.taken('một')], 1)).toEqual({ appended: false, actual: 0 });
        expect(await store.head()).toBe(beginning);
      });

      test('of no events stores nothing and still checks the version', async () => {
        expect(await store.append(source('a'), [], 0)).toEqual({ appended: true, events: [] });
        expect(await store.append(source('a'), [], 1)).toEqual({ appended: false, actual: 0 });
        expect(await store.head()).toBe(beginning);
      });

      test('lets exactly one of fifty that expect the same version win', async () => {
        const results = await Promise.all(
          Array.from({ length: 50 }, (_, index) => store.append(source('a'), [note.taken(`${index}`)], 0)),
        );
        const won = results.filter((result) => result.appended);
        expect(won).toHaveLength(1);
        expect(results.filter((result) => !result.appended)).toEqual(
          Array.from({ length: 49 }, () => ({ appended: false, actual: 1 })),
        );
        expect(await store.read(source('a'))).toEqual(won.flatMap(appended));
      });

      test('stores appends of one turn to one stream in the order they were called', async () => {
        const results = await Promise.all(
          ['một', 'hai', 'ba'].map((text, version) => store.append(source('a'), [note.taken(text)], version)),
        );
        expect(texts(results.flatMap(appended))).toEqual(['một', 'hai', 'ba']);
        expect(texts(await store.read(source('a')))).toEqual(['một', 'hai', 'ba']);
      });

      test('keeps the neighbours of one that fails', async () => {
        const cyclic: Record<string, unknown> = { text: 'vòng', language: 'vi' };
        const good = note.taken('ba');
        cyclic.self = cyclic;
        const results = await Promise.allSettled([
          store.append(source('a'), [note.taken('một')], 0),
          store.append(source('b'), [note.taken('hai'), { ...good, data: cyclic }], 0),
          store.append(source('c'), [{ ...good, type: 'NoteBurnt' }], 0),
          store.append(source('d'), [{ ...good, data: { text: 1n, language: 'vi' } }], 0),
          store.append(source('e'), [note.of('NoteTaken', 1, { text: 'old', language: 'vi' })], 0),
          store.append(source('f'), [{ ...good, meta: { ...good.meta, correlationId: undefined as never } }], 0),
          store.append(source('a'), [note.taken('bốn')], 7),
          store.append(source('g'), [note.taken('năm')], 0),
        ]);
        expect(results.map(({ status }) => status)).toEqual([
          'fulfilled',
          'rejected',
          'rejected',
          'rejected',
          'rejected',
          'rejected',
          'fulfilled',
          'fulfilled',
        ]);
        expect(texts(await store.readAll(beginning, 10))).toEqual(['một', 'năm']);
      });

      test('answers only what is still there after the log is opened again', async () => {
        const events = appended(await store.append(source('a'), [note.taken('một'), note.struck()], 0));
        const { storeId } = store;
        const again = await log.reopen();
        expect(await again.read(source('a'))).toEqual(events);
        expect(await again.head()).toBe(events[1]?.position);
        expect(again.storeId).toBe(storeId);
        expect(appended(await again.append(source('a'), [note.taken('hai')], 2))[0]?.stream.version).toBe(3);
      });

      test.each([
        ['composed Vietnamese', 'Điều 5. Bên thực hiện báo cáo quý trước ngày 15'.normalize('NFC')],
        ['decomposed Vietnamese', 'Điều 5. Phối hợp'.normalize('NFD')],
        ['emoji and rare letters', '🤝🏽 👩‍👩‍👧 𠮷 \u{10FFFF}'],
        ['control characters', 'a\u0000b\u001f\u2028"\\/'],
        ['long text', 'Hai bên thống nhất. '.repeat(20_000)],
        ['nothing', ''],
      ])('keeps text exactly: %s', async (_, text) => {
        await store.append(source('a'), [note.taken(text)], 0);
        expect(texts(await store.read(source('a')))).toEqual([text]);
      });

      if (clock === 'GIVEN')
        test('never records a time before an earlier one, whatever the clock says', async () => {
          const times: (string | undefined)[] = [];
          for (const now of ['2026-03-02', '2026-03-01', '2026-03-03']) {
            handed.set(`${now}T00:00:00.000Z`);
            times.push(appended(await store.append(source(now), [note.taken(now)], 0))[0]?.recordedAt);
          }
          expect(times).toEqual(['2026-03-02T00:00:00.000Z', '2026-03-02T00:00:00.000Z', '2026-03-03T00:00:00.000Z']);
          handed.set('2026-01-01T00:00:00.000Z');
          const again = await log.reopen();
          expect(appended(await again.append(source('b'), [note.taken('x')], 0))[0]?.recordedAt).toBe(
            '2026-03-03T00:00:00.000Z',
          );
        });
    });

    describe('reading', () => {
      const fill = async (): Promise<void> => {
        await store.append(source('a'), [note.taken('a1'), note.taken('a2')], 0);
        await store.append(office('a'), [note.taken('o1')], 0);
        await store.append(source('b'), [note.taken('b1')], 0);
        await store.append(source('a'), [note.struck('a3')], 2);
        await store.append(office('a'), [note.taken('o2')], 1);
      };

      test('a stream gives its own events, from a version and up to a number', async () => {
        await fill();
        expect(texts(await store.read(source('a')))).toEqual(['a1', 'a2', 'a3']);
        expect(texts(await store.read(source('a'), 2))).toEqual(['a2', 'a3']);
        expect(texts(await store.read(source('a'), 2, 1))).toEqual(['a2']);
        expect(texts(await store.read(source('a'), 4))).toEqual([]);
        expect(texts(await store.read(office('a')))).toEqual(['o1', 'o2']);
      });

      test('an unknown stream is empty', async () => {
        expect(await store.read(source('nobody'))).toEqual([]);
      });

      test('many streams answers each wish in its place', async () => {
        await fill();
        const lists = await store.readMany([
          { stream: source('b'), from: 1 },
          { stream: source('nobody'), from: 1 },
          { stream: source('a'), from: 2 },
          { stream: office('a'), from: 1 },
          { stream: source('b'), from: 1 },
        ]);
        expect(lists.map(texts)).toEqual([['b1'], [], ['a2', 'a3'], ['o1', 'o2'], ['b1']]);
        expect(await store.readMany([])).toEqual([]);
      });

      test('many streams takes thousands of wishes at once', async () => {
        await fill();
        const wishes = Array.from({ length: 5000 }, (_, index) => ({ stream: source(`s${index}`), from: 1 }));
        const lists = await store.readMany([...wishes, { stream: source('b'), from: 1 }]);
        expect(lists).toHaveLength(5001);
        expect(texts(lists.flat())).toEqual(['b1']);
      });

      test('everything comes in the order of appending, page by page, at rising positions', async () => {
        await fill();
        const all = await store.readAll(beginning, 100);
        expect(texts(all)).toEqual(['a1', 'a2', 'o1', 'b1', 'a3', 'o2']);
        const positions = all.map((event) => event.position);
        expect(positions).toEqual([...new Set(positions)].sort());
        expect(positions.every((at) => parsePosition(at) === at && at > beginning)).toBe(true);
        expect(await store.head()).toBe(positions[5]);
        const second = await store.readAll(all[1]?.position ?? beginning, 2);
        expect(second).toEqual(all.slice(2, 4));
        expect(await store.readAll(await store.head(), 2)).toEqual([]);
      });

      test('everything can be narrowed by types of stream and of event', async () => {
        await fill();
        expect(texts(await store.readAll(beginning, 100, { streamTypes: ['office'] }))).toEqual(['o1', 'o2']);
        expect(texts(await store.readAll(beginning, 100, { eventTypes: ['NoteStruck'] }))).toEqual(['a3']);
        expect(
          texts(await store.readAll(beginning, 2, { streamTypes: ['source'], eventTypes: ['NoteTaken'] })),
        ).toEqual(['a1', 'a2']);
        expect(await store.readAll(beginning, 100, { streamTypes: [] })).toEqual([]);
      });

      test('an event of an older schema version comes upcast, its metadata as stored', async () => {
        const old = await log.reopen(createCodec(oldNoteDefinitions));
        const before = note.takenBefore('xưa');
        await old.append(source('a'), [before], 0);
        const again = await log.reopen(codec);
        const [event] = await again.read(source('a'));
        expect(event?.data).toEqual({ text: 'xưa', language: 'vi' });
        expect(event?.meta).toEqual(before.meta);
      });

      test('an event of a newer schema version is a fault that names its place', async () => {
        await fill();
        const [first] = await store.readAll(beginning, 1);
        const old = await log.reopen(createCodec(oldNoteDefinitions));
        for (const read of [
          () => old.read(source('a'), 2),
          () => old.readAll(first?.position ?? beginning, 1),
          () => old.readMany([{ stream: source('a'), from: 2 }]),
        ]) {
          await expect(read()).rejects.toMatchObject({
            name: 'StoreFault',
            code: 'EVENT_UNREADABLE',
            message: expect.stringMatching(/^Event 2 of source:a \(NoteTaken, position \d+\) .*version 2/),
          });
        }
      });

      test('an event of an unknown type is a fault', async () => {
        await fill();
        const old = await log.reopen(createCodec(oldNoteDefinitions));
        await expect(old.read(office('a'))).rejects.toMatchObject({ code: 'EVENT_UNREADABLE' });
        await expect(old.read(source('a'), 3)).rejects.toMatchObject({ code: 'EVENT_UNREADABLE' });
      });
    });

    describe('close', () => {
      test('stores what was already called, then refuses every call', async () => {
        const pending = store.append(source('a'), [note.taken('một')], 0);
        const live = store.subscribe(beginning, over.signal)[Symbol.asyncIterator]();
        await live.next();
        const waiting = live.next();
        await Promise.all([store.close(), pending]);
        for (const call of [
          () => store.append(source('a'), [note.taken('hai')], 1),
          () => store.read(source('a')),
          () => store.readMany([{ stream: source('a'), from: 1 }]),
          () => store.readAll(beginning, 1),
          () => store.head(),
          () => store.subscribe(beginning, over.signal)[Symbol.asyncIterator]().next(),
        ]) {
          await expect(call()).rejects.toMatchObject({ name: 'StoreFault', code: 'STORE_CLOSED' });
        }
        await expect(waiting).rejects.toMatchObject({ code: 'STORE_CLOSED' });
        await store.close();
        expect(texts(await (await log.reopen()).read(source('a')))).toEqual(['một']);
      });
    });
  });

  subscriptionContract(name, make);
};
