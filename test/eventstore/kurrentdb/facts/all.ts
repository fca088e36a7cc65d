import {
  BACKWARDS,
  END,
  eventTypeFilter,
  excludeSystemEvents,
  START,
  streamNameFilter,
  type Filter,
  type ReadAllOptions,
} from '@kurrent/kurrentdb-client';
import { event, many, rising, type Scenario } from './asking.js';

export const everything: Scenario = async (asking, found) => {
  const p = asking.stream('p');
  const { run, client } = asking;
  for (let i = 0; i < 9; i++) {
    await client.appendToStream(`${p}-${i % 3}`, event(i % 2 === 1 ? `odd-${run}` : `even-${run}`, { i }));
  }
  // A system event of each kind, for what an unfiltered read shows.
  await client.setStreamMetadata(asking.stream('meta'), { a: 1 });
  await client.tombstoneStream(asking.stream('gone'));
  const filter = streamNameFilter({ prefixes: [p] });
  const all = await asking.allRaw({ filter });
  found.set(
    'prefix_forwards',
    all.map(({ event: of }) => asking.text(`${of?.streamId ?? ''}@${of?.revision ?? ''}`)),
  );
  found.set('positions_strictly_increasing', rising(all.map(({ event: of }) => of?.position)));
  const reversed = await asking.all({ filter, direction: BACKWARDS, fromPosition: END });
  found.set(
    'prefix_backwards_reverse',
    JSON.stringify([...(reversed as unknown[])].reverse()) === JSON.stringify(await asking.all({ filter })),
  );
  const fourth = all[4]?.event?.position ?? { commit: 0n, prepare: 0n };
  const indexOf = (events: typeof all) => all.findIndex(({ event: of }) => of?.id === events[0]?.event?.id);
  const from = async (options: ReadAllOptions) => {
    const events = await asking.allRaw(options);
    return `index ${indexOf(events)} of count ${events.length}`;
  };
  found.set('from_position_of_4_forwards_first_is', await from({ filter, fromPosition: fourth }));
  found.set(
    'from_position_of_4_backwards_first_is',
    await from({ filter, direction: BACKWARDS, fromPosition: fourth }),
  );
  const one = (options: ReadAllOptions) => asking.allRaw({ ...options, maxCount: 1 });
  found.set(
    'unfiltered_from_position_of_4_forwards_first_is_same_event',
    indexOf(await one({ fromPosition: fourth })) === 4,
  );
  found.set(
    'unfiltered_from_position_of_4_backwards_first',
    indexOf(await one({ direction: BACKWARDS, fromPosition: fourth })) === 3 ? 'previous event' : 'other',
  );
  const order = async (options: ReadAllOptions) => {
    const positions = (await asking.allRaw(options)).map(({ event: of }) => of?.position);
    return { any: positions.length > 0, order: rising(positions) ? 'ascending' : 'descending' };
  };
  found.set('forwards_from_end', await order({ fromPosition: END }));
  found.set('backwards_from_start', await order({ direction: BACKWARDS, fromPosition: START }));
  await client.appendToStream(asking.stream('last'), event());
  const [newest] = await one({ direction: BACKWARDS, fromPosition: END });
  found.set('backwards_from_end_max1_is_last_written', newest?.event?.streamId === asking.stream('last'));
  found.set('filter_maxCount_3', await asking.all({ filter, maxCount: 3 }));
  found.set(
    'filter_backwards_maxCount_2',
    await asking.all({ filter, direction: BACKWARDS, fromPosition: END, maxCount: 2 }),
  );
  const counts: [fact: string, filter: Filter][] = [
    ['stream_regex', streamNameFilter({ regex: `^${p}-[01]$` })],
    ['stream_regex_unanchored', streamNameFilter({ regex: `p-${run}-2` })],
    ['type_prefix', eventTypeFilter({ prefixes: [`odd-${run}`] })],
    ['type_prefix_two', eventTypeFilter({ prefixes: [`odd-${run}`, `even-${run}`] })],
    ['type_regex', eventTypeFilter({ regex: `^(odd|even)-${run}$` })],
    ['prefix_case_sensitive', eventTypeFilter({ prefixes: [`ODD-${run}`] })],
  ];
  for (const [fact, of] of counts) found.set(fact, (await asking.allRaw({ filter: of })).length);
  found.set('no_match', await asking.all({ filter: streamNameFilter({ prefixes: ['nothing-like-this'] }) }));
  found.set('invalid_regex', await asking.all({ filter: streamNameFilter({ regex: '([' }) }));
  const clean = await asking.allRaw({ filter: excludeSystemEvents() });
  found.set(
    'exclude_system_has_none',
    clean.every(({ event: of }) => of?.type.startsWith('$') === false),
  );
  const types = new Set((await asking.allRaw()).map(({ event: of }) => of?.type));
  found.set(
    'unfiltered_has_system',
    ['$metadata', '$streamDeleted'].map((type) => `${type}:${types.has(type)}`),
  );
  found.set(
    'first_event_of_all',
    (await one({})).map(({ event: of }) => `${of?.streamId ?? ''} ${of?.type ?? ''}`),
  );
  const length = (options: ReadAllOptions) => asking.attempt(async () => (await asking.allRaw(options)).length);
  const between = { commit: fourth.commit + 1n, prepare: fourth.prepare + 1n };
  found.set('position_between_events_forwards', await length({ filter, fromPosition: between }));
  found.set('position_between_events_unfiltered', await length({ fromPosition: between, maxCount: 1 }));
  const askew = { commit: fourth.commit, prepare: fourth.commit + 1n };
  found.set('position_prepare_gt_commit', await length({ fromPosition: askew, maxCount: 1 }));
  found.set('position_0_0', await length({ fromPosition: { commit: 0n, prepare: 0n }, maxCount: 1 }));
  const past = { commit: fourth.commit + 100_000_000n, prepare: fourth.prepare + 100_000_000n };
  found.set('position_past_end', await length({ fromPosition: past, maxCount: 1 }));
  const { position: ninth } = await client.appendToStream(`${p}-9`, event());
  const [read] = ninth === undefined ? [] : await asking.allRaw({ filter, fromPosition: ninth, maxCount: 1 });
  found.set(
    'append_position_equals_read_position',
    read?.event?.streamId === `${p}-9` && read.event.position.commit === ninth?.commit,
  );
  const { position: ofThree } = await client.appendToStream(`${p}-10`, many(3));
  const three = await asking.allRaw({ filter: streamNameFilter({ prefixes: [`${p}-10`] }) });
  const at = three.findIndex(({ event: of }) => of?.position.commit === ofThree?.commit);
  found.set('append3_position_is_of', `event index ${at} of 0..2; commit==commit of index ${at}`);
  found.set('append3_positions_distinct_commit', {
    commits: new Set(three.map(({ event: of }) => of?.position.commit)).size,
    prepares: new Set(three.map(({ event: of }) => of?.position.prepare)).size,
    eq: three.map(({ event: of }) => of?.position.commit === of?.position.prepare),
  });
  const middle = three[1]?.event?.position ?? START;
  const rest = await asking.allRaw({ fromPosition: middle, filter: streamNameFilter({ prefixes: [`${p}-10`] }) });
  found.set(
    'multi_event_read_all_from_mid_position',
    rest.map(({ event: of }) => asking.fact(of?.revision)),
  );
};
