import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { createFeeds, type Feed, type Feeds } from '../../src/application/feed.js';
import type { EventStore } from '../../src/application/ports.js';
import { beginning, position } from '../../src/domain/kernel/ids.js';
import { createCodec } from '../../src/eventstore/codec.js';
import { openSqliteEventStore } from '../../src/eventstore/sqlite/eventStore.js';
import { texts } from '../support/deliveries.js';
import { temporaryFolder } from '../support/folder.js';
import { handClock, noteDefinitions, noteMaker, office, source } from '../support/notes.js';

describe('a feed', () => {
  const folder = temporaryFolder();
  let store: EventStore;
  let feeds: Feeds;
  let note: ReturnType<typeof noteMaker>;
  let files = 0;

  beforeEach(async () => {
    store = await openSqliteEventStore({
      file: join(folder.path, `events-${(files += 1)}.db`),
      codec: createCodec(noteDefinitions),
      clock: handClock(),
      uuid: () => `store-${files}`,
    });
    feeds = createFeeds(store);
    note = noteMaker();
  });
  afterEach(() => store.close());
  afterAll(() => folder.remove());

  /** Appends notes with these words to a stream, one event each. */
  const write = async (stream: ReturnType<typeof source>, ...words: readonly string[]): Promise<void> => {
    let version = (await store.read(stream)).length;
    for (const word of words) await store.append(stream, [note.taken(word)], version++);
  };
  const take = async (feed: Feed, count: number) => {
    const taken = [];
    while (taken.length < count) {
      const { value, done } = await feed.next();
      if (done === true) break;
      taken.push(value);
    }
    return taken;
  };

  test('without a position tells only what comes after it was opened', async () => {
    await write(source('a'), 'một', 'hai');
    const feed = await feeds.open({});
    await write(source('a'), 'ba');
    expect(texts(await take(feed, 1))).toEqual(['ba']);
    await feed.return?.();
  });

  test('catches up and goes on live while others write, losing and doubling nothing', async () => {
    const words = Array.from({ length: 600 }, (_, index) => `${index}`);
    await write(source('a'), ...words.slice(0, 300));
    const feed = await feeds.open({ after: beginning });
    const [seen] = await Promise.all([take(feed, 600), write(source('a'), ...words.slice(300))]);
    expect(texts(seen)).toEqual(words);
    await feed.return?.();
  });

  test('of one stream catches up from that stream and goes on live, past the events of others', async () => {
    const words = Array.from({ length: 450 }, (_, index) => `${index}`);
    await write(source('b'), 'khác');
    await write(source('a'), ...words.slice(0, 200));
    await write(office('a'), 'một chức danh cùng tên');
    const [, , third] = await store.read(source('a'));
    const feed = await feeds.open({ after: third?.position ?? beginning, stream: source('a') });
    const [seen] = await Promise.all([
      take(feed, 447),
      write(source('a'), ...words.slice(200)),
      write(source('b'), 'một nữa'),
    ]);
    expect(texts(seen)).toEqual(words.slice(3));
    await feed.return?.();
  });

  test('of one stream whose length is a whole number of pages comes to its end', async () => {
    const words = Array.from({ length: 100 }, (_, index) => `${index}`);
    await write(source('a'), ...words);
    const feed = await feeds.open({ after: beginning, stream: source('a') });
    expect(texts(await take(feed, 100))).toEqual(words);
    await write(source('a'), 'mới');
    expect(texts(await take(feed, 1))).toEqual(['mới']);
    await feed.return?.();
  });

  test('leaves out what the store can tell, and what only the event tells', async () => {
    await write(office('a'), 'một');
    await write(source('a'), 'hai', 'ba', 'bốn');
    const feed = await feeds.open({
      after: beginning,
      filter: { streamTypes: ['source'] },
      wanted: ({ stream }) => stream.version !== 2,
    });
    expect(texts(await take(feed, 2))).toEqual(['hai', 'bốn']);
    await feed.return?.();
  });

  test.each([{}, { stream: source('a') }])('refuses a position beyond the end of the log: %j', async (more) => {
    await write(source('a'), 'một');
    await expect(feeds.open({ after: position(2), ...more })).rejects.toMatchObject({
      name: 'StoreFault',
      code: 'CURSOR_INVALID',
    });
  });

  test('ended while it waits, gives its reader the end, and nothing that comes later', async () => {
    const feed = await feeds.open({});
    const waiting = feed.next();
    await feed.return?.();
    await write(source('a'), 'một');
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(await feed.next()).toEqual({ done: true, value: undefined });
  });

  test('throws when the store is closed under it', async () => {
    const feed = await feeds.open({});
    const waiting = feed.next();
    await store.close();
    await expect(waiting).rejects.toMatchObject({ code: 'STORE_CLOSED' });
  });
});
