import { describe, expect, test } from '@jest/globals';
import { beginning } from '../../../src/domain/kernel/ids.js';
import { collect, texts } from '../../support/deliveries.js';
import { notLeader } from '../../support/kurrentDouble/wire.js';
import { appended } from '../../support/logUnderTest.js';
import { noteMaker, source } from '../../support/notes.js';
import { bench } from './support.js';

const { double: newDouble, open } = bench();

/** Two nodes over one log. The second says of everything that it is not the leader, for as long as it is asked. */
const cluster = async () => {
  const leader = await newDouble().start();
  const follower = await newDouble({ log: leader.log }).start();
  const refusals = Array.from({ length: 50 }, () => ({ fail: notLeader(leader.port) }));
  for (const method of ['Append', 'BatchAppend', 'Read', 'Subscribe'] as const) {
    follower.script.add(method, ...refusals);
  }
  return { leader, follower };
};

describe('a connection string that names a node which is not the leader', () => {
  test('opens the store, appends, reads and follows at the leader', async () => {
    const { leader, follower } = await cluster();
    const { store } = await open(follower);
    appended(await store.append(source('a'), [noteMaker().taken('một')], 0));
    expect(texts(await store.read(source('a')))).toEqual(['một']);
    expect(texts(await store.readAll(beginning, 10))).toEqual(['một']);
    const seen = await collect(store.subscribe(beginning, new AbortController().signal), ({ live }) => live);
    expect(texts(seen.events)).toEqual(['một']);
    expect(leader.script.calls('Subscribe')).toBe(1);
    expect(follower.script.calls('Subscribe')).toBe(1);
  });

  test('finds the next leader when the first one steps down', async () => {
    const { leader, follower } = await cluster();
    const { store } = await open(leader);
    const note = noteMaker();
    await store.append(source('a'), [note.taken('một')], 0);
    follower.script.clear();
    for (const method of ['BatchAppend', 'Read', 'Subscribe'] as const) {
      leader.script.add(method, ...Array.from({ length: 50 }, () => ({ fail: notLeader(follower.port) })));
    }
    appended(await store.append(source('a'), [note.taken('hai')], 1));
    expect(texts(await store.read(source('a')))).toEqual(['một', 'hai']);
    const seen = await collect(store.subscribe(beginning, new AbortController().signal), ({ live }) => live);
    expect(texts(seen.events)).toEqual(['một', 'hai']);
  });
});
