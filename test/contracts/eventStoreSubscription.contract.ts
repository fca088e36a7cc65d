import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Delivery, EventStore } from '../../src/application/ports.js';
import type { Recorded } from '../../src/domain/kernel/event.js';
import { beginning, position } from '../../src/domain/kernel/ids.js';
import { createCodec } from '../../src/eventstore/codec.js';
import { collect, texts } from '../support/deliveries.js';
import { appended, type LogUnderTest, type MakeLog } from '../support/logUnderTest.js';
import { handClock, noteDefinitions, noteMaker, office, source } from '../support/notes.js';

/** The part of the EventStore contract that is about following the log. */
export const subscriptionContract = (name: string, make: MakeLog): void => {
  describe(`a subscription to ${name}`, () => {
    let log: LogUnderTest;
    let store: EventStore;
    let note: ReturnType<typeof noteMaker>;
    let over: AbortController;

    beforeEach(async () => {
      log = await make({ codec: createCodec(noteDefinitions), clock: handClock() });
      store = log.store;
      note = noteMaker();
      over = new AbortController();
    });
    afterEach(async () => {
      over.abort();
      await log.dispose();
    });

    const fill = async (from: number, to: number): Promise<void> => {
      await Promise.all(
        Array.from({ length: to - from }, (_, index) =>
          store.append(source(`s${from + index}`), [note.taken(`${from + index}`)], 0),
        ),
      );
    };
    /** The log, which must hold the numbers below `to`; in which order it took appends of one moment is its own affair. */
    const filled = async (to: number): Promise<readonly Recorded[]> => {
      const events = await store.readAll(beginning, to + 1);
      expect(texts(events).sort((a, b) => Number(a) - Number(b))).toEqual(
        Array.from({ length: to }, (_, index) => `${index}`),
      );
      return events;
    };

    test('of an empty log is live at once', async () => {
      const deliveries = store.subscribe(beginning, over.signal)[Symbol.asyncIterator]();
      expect(await deliveries.next()).toEqual({
        done: false,
        value: { kind: 'MARK', position: beginning, live: true },
      });
      const waiting = deliveries.next();
      const [event] = appended(await store.append(source('a'), [note.taken('một')], 0));
      expect(await waiting).toEqual({ done: false, value: { kind: 'EVENT', event } });
      expect(await deliveries.next()).toEqual({
        done: false,
        value: { kind: 'MARK', position: event?.position, live: true },
      });
    });

    test('starts after the position given', async () => {
      await fill(0, 5);
      const all = await filled(5);
      const seen = await collect(store.subscribe(all[2]?.position ?? beginning, over.signal), ({ live }) => live);
      expect(seen.events).toEqual(all.slice(3));
      expect(seen.marks.at(-1)).toEqual({ kind: 'MARK', position: await store.head(), live: true });
    });

    test('catches up and goes on live, losing and doubling nothing, while others append', async () => {
      await fill(0, 700);
      let begun = false;
      const appending: Promise<void>[] = [];
      const seen = await collect(store.subscribe(beginning, over.signal), ({ live, count }) => {
        if (!begun) appending.push(fill(700, 900));
        begun = true;
        if (live && count >= 900 && count < 1000 && appending.length === 1) appending.push(fill(900, 1000));
        return count >= 1000;
      });
      await Promise.all(appending);
      expect(seen.events).toEqual(await filled(1000));
      expect(seen.events).toEqual(await store.readAll(beginning, 2000));
    });

    test('marks never fall back and never run ahead of an event to come', async () => {
      await fill(0, 600);
      const steps: Delivery[] = [];
      for await (const delivery of store.subscribe(beginning, over.signal)) {
        steps.push(delivery);
        if (delivery.kind === 'MARK' && delivery.live) break;
      }
      const places = steps.map((step) => (step.kind === 'EVENT' ? step.event.position : step.position));
      expect(places).toEqual([...places].sort());
      steps.forEach((step, index) => {
        const next = steps[index + 1];
        if (step.kind === 'MARK' && next?.kind === 'EVENT') expect(next.event.position > step.position).toBe(true);
      });
      expect(places.at(-1)).toBe(await store.head());
    });

    test('moves its mark through events that the filter leaves out', async () => {
      await fill(0, 600);
      const [wanted] = appended(await store.append(office('x'), [note.taken('mong đợi')], 0));
      await fill(601, 900);
      const seen = await collect(
        store.subscribe(beginning, over.signal, { streamTypes: ['office'] }),
        ({ live }) => live,
      );
      expect(seen.events).toEqual([wanted]);
      expect(seen.marks.at(-1)?.position).toBe(await store.head());
    });

    test('that is live marks events that the filter leaves out', async () => {
      const deliveries = store
        .subscribe(beginning, over.signal, { eventTypes: ['NoteStruck'] })
        [Symbol.asyncIterator]();
      await deliveries.next();
      const waiting = deliveries.next();
      const [event] = appended(await store.append(source('a'), [note.taken('một')], 0));
      expect(await waiting).toEqual({ done: false, value: { kind: 'MARK', position: event?.position, live: true } });
    });

    test('that is live gives each event as a reader of the log gets it', async () => {
      const deliveries = store
        .subscribe(beginning, over.signal, { streamTypes: ['source'], eventTypes: ['NoteTaken'] })
        [Symbol.asyncIterator]();
      await deliveries.next();
      await store.append(source('a'), [note.taken('một'), note.taken('hai')], 0);
      await store.append(office('b'), [note.taken('ba')], 0);
      const seen = await collect({ [Symbol.asyncIterator]: () => deliveries }, ({ count }) => count >= 2);
      expect(seen.events).toEqual(await store.read(source('a')));
    });

    test('waits for a slow reader and then gives it all', async () => {
      await fill(0, 10);
      const deliveries = store.subscribe(beginning, over.signal)[Symbol.asyncIterator]();
      const first = await deliveries.next();
      await fill(10, 800);
      const rest = await collect({ [Symbol.asyncIterator]: () => deliveries }, ({ count }) => count >= 799);
      const [oldest, ...newer] = await filled(800);
      expect(first.value).toEqual({ kind: 'EVENT', event: oldest });
      expect(rest.events).toEqual(newer);
    });

    test('of several readers serves each at its own pace', async () => {
      await fill(0, 300);
      const readers = [1, 2, 3].map(() =>
        collect(store.subscribe(beginning, over.signal), ({ count }) => count >= 400),
      );
      await fill(300, 400);
      const all = await filled(400);
      for (const seen of await Promise.all(readers)) expect(seen.events).toEqual(all);
    });

    test('ends when it is cancelled, waiting or not', async () => {
      await fill(0, 3);
      const waiting = store.subscribe(await store.head(), over.signal)[Symbol.asyncIterator]();
      const reading = store.subscribe(beginning, over.signal)[Symbol.asyncIterator]();
      await waiting.next();
      await reading.next();
      const next = waiting.next();
      over.abort();
      expect(await next).toEqual({ done: true, value: undefined });
      expect(await reading.next()).toEqual({ done: true, value: undefined });
      const late = store.subscribe(beginning, over.signal)[Symbol.asyncIterator]();
      expect(await late.next()).toEqual({ done: true, value: undefined });
    });

    test('after a position beyond the end is a fault, since it would skip what comes next', async () => {
      await fill(0, 1);
      const deliveries = store.subscribe(position(1_000_000_000_000), over.signal)[Symbol.asyncIterator]();
      await expect(deliveries.next()).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
    });
  });
};
