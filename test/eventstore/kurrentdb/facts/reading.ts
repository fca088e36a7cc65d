import {
  BACKWARDS,
  binaryEvent,
  END,
  jsonEvent,
  NO_STREAM,
  START,
  STREAM_EXISTS,
  streamNameFilter,
  type EventData,
  type ReadStreamOptions,
} from '@kurrent/kurrentdb-client';
import { ANY, bytes, event, many, rising, type Asking, type Found, type Scenario } from './asking.js';

const backwardsFromEnd = { direction: BACKWARDS, fromRevision: END } as const;
const placed = (result: object): unknown => {
  const { position } = result as { position?: { commit: bigint; prepare: bigint } };
  return position === undefined ? '<none>' : `commit${position.commit === position.prepare ? '==' : '!='}prepare`;
};

export const readsAndDeletes: Scenario = async (asking, found) => {
  const a = asking.stream('a');
  await asking.client.appendToStream(a, many(5), { streamState: NO_STREAM });
  const reads: [fact: string, options: ReadStreamOptions, stream?: string][] = [
    ['forwards_start', {}],
    ['forwards_rev2_inclusive', { fromRevision: 2n }],
    ['forwards_max2', { maxCount: 2 }],
    ['forwards_rev3_max1', { fromRevision: 3n, maxCount: 1 }],
    ['backwards_end', backwardsFromEnd],
    ['backwards_end_max1', { ...backwardsFromEnd, maxCount: 1 }],
    ['backwards_rev2_inclusive', { direction: BACKWARDS, fromRevision: 2n }],
    ['backwards_rev0', { direction: BACKWARDS, fromRevision: 0n }],
    ['backwards_start', { direction: BACKWARDS, fromRevision: START }],
    ['backwards_default_from', { direction: BACKWARDS }],
    ['backwards_rev100', { direction: BACKWARDS, fromRevision: 100n }],
    ['forwards_end', { fromRevision: END }],
    ['forwards_rev5_past_end', { fromRevision: 5n }],
    ['forwards_rev100', { fromRevision: 100n }],
    ['forwards_huge_rev', { fromRevision: 9223372036854775807n }],
    ['forwards_max0', { maxCount: 0 }],
    ['missing_forwards', {}, asking.stream('missing')],
    ['missing_backwards', backwardsFromEnd, asking.stream('missing')],
    ['missing_rev5', { fromRevision: 5n }, asking.stream('missing')],
    ['missing_system', {}, `$nope${asking.stream('missing')}`],
    ['requiresLeader', { requiresLeader: true, maxCount: 1 }],
    ['credentials', { credentials: { username: 'admin', password: 'changeit' }, maxCount: 1 }],
  ];
  for (const [fact, options, stream = a] of reads) found.set(fact, await asking.read(stream, options));
  const big = asking.stream('big');
  for (let round = 0; round < 6; round++) await asking.client.appendToStream(big, many(200, 'B', round * 200));
  const all = await asking.readRaw(big);
  found.set('read_1200_count', all.length);
  found.set(
    'read_1200_ordered',
    all.every(({ revision }, index) => revision === BigInt(index)),
  );
  let taken = 0;
  for await (const _ of asking.client.readStream(a)) if (++taken === 2) break;
  found.set('break_out_of_loop', taken);
  await softDeletes(asking, found);
  await tombstones(asking, found);
};

const softDeletes = async (asking: Asking, found: Found): Promise<void> => {
  const { client } = asking;
  const d = asking.stream('d');
  await client.appendToStream(d, many(3), { streamState: NO_STREAM });
  const wrong = await asking.attempt(() => client.deleteStream(d, { expectedRevision: 7n }));
  found.set('delete_wrong_expected', wrong);
  const right = await client.deleteStream(d, { expectedRevision: 2n });
  found.set('delete_right_expected', { keys: Object.keys(right), position: placed(right) });
  found.set('softdeleted_read', await asking.read(d));
  found.set('softdeleted_read_backwards', await asking.read(d, backwardsFromEnd));
  found.set('softdeleted_metadata', await asking.metadata(d));
  found.set('softdeleted_delete_again_any', Object.keys(await client.deleteStream(d)));
  found.set('softdeleted_append_wrong_expected_1', await asking.append(d, [event()], 1n));
  found.set('softdeleted_append_streamExists', await asking.append(d, [event()], STREAM_EXISTS));
  found.set('softdeleted_read_after_streamExists', await asking.read(d));
  const deleted = async (name: string): Promise<string> => {
    const stream = asking.stream(name);
    await client.appendToStream(stream, many(3), { streamState: NO_STREAM });
    await client.deleteStream(stream);
    return stream;
  };
  const [d1, d2, d3] = [await deleted('d1'), await deleted('d2'), await deleted('d3')];
  found.set('softdeleted_append_any', await asking.append(d1, [event('N')], ANY));
  found.set('softdeleted_append_any_read', await asking.read(d1));
  found.set('softdeleted_append_any_metadata', await asking.metadata(d1));
  found.set('softdeleted_append_noStream', await asking.append(d2, [event('N')], NO_STREAM));
  found.set('softdeleted_append_noStream_read', await asking.read(d2));
  found.set('softdeleted_noStream_read_from0', await asking.read(d2, { fromRevision: 0n }));
  found.set('then_noStream_again', await asking.append(d2, [event('N')], NO_STREAM));
  found.set('softdeleted_append_expected_last2', await asking.append(d3, [event('N')], 2n));
  found.set('softdeleted_append_expected_read', await asking.read(d3));
  const remove = (name: string, options?: { expectedRevision: typeof NO_STREAM | bigint }) =>
    asking.attempt(async () => Object.keys(await client.deleteStream(asking.stream(name), options)));
  found.set('delete_missing_any', await remove('nx'));
  found.set('delete_missing_noStream', await remove('nx1', { expectedRevision: NO_STREAM }));
  found.set('delete_missing_expected0', await remove('nx2', { expectedRevision: 0n }));
  found.set('missing_after_delete_any_read', await asking.read(asking.stream('nx')));
  found.set('missing_after_delete_any_append_noStream', await asking.append(asking.stream('nx'), [event()], NO_STREAM));
  const metadata = await asking.allRaw({ filter: streamNameFilter({ prefixes: [`$$${d}`] }) });
  found.set(
    'softdelete_event_in_all',
    // Of this very stream: others begin with the same letters.
    metadata
      .filter(({ event: of }) => of?.streamId === `$$${d}`)
      .map(({ event: of }) => `${of?.type ?? ''}@${of?.revision ?? ''} ${JSON.stringify(of?.data)}`),
  );
};

const tombstones = async (asking: Asking, found: Found): Promise<void> => {
  const { client } = asking;
  const t = asking.stream('t');
  await client.appendToStream(t, many(3), { streamState: NO_STREAM });
  const bury = (stream: string, options?: { expectedRevision: typeof NO_STREAM | bigint }) =>
    asking.attempt(async () => Object.keys(await client.tombstoneStream(stream, options)));
  found.set('tombstone_wrong_expected', await bury(t, { expectedRevision: 9n }));
  const done = await client.tombstoneStream(t);
  found.set('tombstone', { keys: Object.keys(done), position: placed(done) });
  found.set('tombstoned_read', await asking.read(t));
  found.set('tombstoned_read_backwards', await asking.read(t, backwardsFromEnd));
  found.set('tombstoned_append_any', await asking.append(t, [event()], ANY));
  found.set('tombstoned_append_noStream', await asking.append(t, [event()], NO_STREAM));
  found.set('tombstoned_append_expected2', await asking.append(t, [event()], 2n));
  found.set('tombstoned_append_streamExists', await asking.append(t, [event()], STREAM_EXISTS));
  found.set('tombstoned_delete', await asking.attempt(() => client.deleteStream(t)));
  found.set('tombstoned_tombstone', await bury(t));
  found.set('tombstoned_getMetadata', await asking.attempt(() => client.getStreamMetadata(t)));
  found.set('tombstoned_setMetadata', await asking.attempt(() => client.setStreamMetadata(t, { a: 1 })));
  found.set('tombstone_missing_any', await bury(asking.stream('tx')));
  found.set('tombstone_missing_any_read', await asking.read(asking.stream('tx')));
  found.set('tombstone_missing_noStream', await bury(asking.stream('tx2'), { expectedRevision: NO_STREAM }));
  found.set('tombstone_missing_noStream_append', await asking.append(asking.stream('tx2'), [event()], NO_STREAM));
  found.set('tombstone_missing_expected0', await bury(asking.stream('tx3'), { expectedRevision: 0n }));
  const all = await asking.allRaw({ filter: streamNameFilter({ prefixes: [t] }) });
  found.set(
    'tombstone_event_in_all',
    all
      .filter(({ event: of }) => of?.streamId === t)
      .map(({ event: of }) => `${of?.type ?? ''}@${of?.revision ?? ''} isJson=${of?.isJson ?? ''}`),
  );
};

export const eventsAndSizes: Scenario = async (asking, found) => {
  const a = asking.stream('a');
  const events: EventData[] = [
    jsonEvent({
      type: 'json-type',
      data: { s: 'é€😀', n: 1.5, big: Number('12345678901234567890'), nest: { a: [1, null, true] } },
      metadata: { $correlationId: 'c1', m: 1 },
    }),
    jsonEvent({ type: 'json-nometa', data: { a: 1 } }),
    binaryEvent({ type: 'bin-type', data: new Uint8Array([0, 1, 255]), metadata: new Uint8Array([9, 8]) }),
    binaryEvent({ type: 'bin-empty', data: new Uint8Array() }),
    binaryEvent({ type: 'bin-jsonmeta', data: Buffer.from('hi'), metadata: { k: 'v' } }),
    jsonEvent({ type: 'json-string', data: 'just a string' }),
    jsonEvent({ type: 'json-array', data: [1, 2] }),
    jsonEvent({ type: 'json-emptyobj', data: {} }),
  ];
  const written = await asking.appendRaw(a, events, NO_STREAM);
  found.set('append', asking.appendFact(written));
  const read = await asking.readRaw(a);
  found.set('id_roundtrip', read[0]?.id === events[0]?.id);
  found.set('positions_strictly_increasing_within_append', rising(read.map(({ position }) => position)));
  const last = 'ERROR' in written ? undefined : written.position?.commit;
  found.set('append_position_vs_last_event_position', last === read.at(-1)?.position?.commit ? 0 : 1);
  for await (const resolved of asking.client.readStream(a)) {
    const { event: of, link, commitPosition } = resolved;
    found.set('resolved_keys', Object.keys(resolved).sort());
    const { position, created, ...fields } = of ?? {};
    found.set(`event_${of?.type ?? ''}`, {
      ...(asking.fact(fields) as object),
      created: created?.constructor.name,
      position: `${typeof position?.commit} commit==prepare:${position?.commit === position?.prepare}`,
      commitPosition: typeof commitPosition,
      link: asking.fact(link),
    });
  }
  const all = await asking.allRaw({ filter: streamNameFilter({ prefixes: [a] }) });
  found.set('readAll_resolved_keys', Object.keys(all[0] ?? {}).sort());
  found.set(
    'stream_pos_equals_all_pos',
    all.every(({ event: of }, i) => of?.position.commit === read[i]?.position?.commit),
  );
  found.set('readAll_event_position_rel', [
    ...new Set(
      all.map(
        ({ event: of, commitPosition }) =>
          `commit==prepare:${of?.position.commit === of?.position.prepare} commitPositionEq:${commitPosition === of?.position.commit}`,
      ),
    ),
  ]);
  const times = read.map(({ created }) => created.getTime());
  found.set(
    'created_is_recent',
    times.every((time) => Math.abs(Date.now() - time) < 60_000),
  );
  found.set(
    'created_nondecreasing_within_one_append',
    times.every((time, index) => index === 0 || (times[index - 1] ?? 0) <= time),
  );
  const upper = event('T', {}, 'ABCDEF00-0000-4000-8000-00000000000A');
  await asking.client.appendToStream(asking.stream('up'), upper);
  const [back] = await asking.readRaw(asking.stream('up'));
  found.set('uppercase_uuid_roundtrip', back?.id === upper.id.toLowerCase() ? 'lowercased' : 'other');
  const mebibyte = 1_048_576;
  const appends: [fact: string, ...call: Parameters<Asking['append']>][] = [
    ['nil_uuid', asking.stream('nil'), [event('T', {}, '00000000-0000-0000-0000-000000000000')], ANY],
    ['long_type_1000', asking.stream('lt'), [event('x'.repeat(1000))], ANY],
    ['long_stream_name_1000', asking.stream('ln') + 'x'.repeat(1000), [event()], ANY],
    ['binary_exactly_1MiB_data', asking.stream('z1'), [bytes(mebibyte)], ANY],
    ['binary_1MiB_minus_1000', asking.stream('z2'), [bytes(mebibyte - 1000)], ANY],
    ['two_600KiB_one_append', asking.stream('z3'), [bytes(600 * 1024), bytes(600 * 1024)], ANY],
    ['oversize_in_middle', asking.stream('z4'), [event(), bytes(mebibyte + 5), event()], NO_STREAM],
    ['5MiB_event', asking.stream('z5'), [bytes(5 * mebibyte)], ANY],
    ['after_oversize_client_still_works', asking.stream('z7'), [event()], ANY],
    ['1000_events_one_append', asking.stream('z8'), many(1000), NO_STREAM],
    ['5000_events_one_append_small', asking.stream('z9'), many(5000), NO_STREAM],
  ];
  for (const [fact, ...call] of appends) found.set(fact, await asking.append(...call));
  const [large] = await asking.readRaw(asking.stream('z2'));
  found.set('binary_1MiB_minus_1000_readback', (large?.data as Uint8Array).length);
  await limits(asking, found);
  found.set('two_600KiB_stored', await asking.count(asking.stream('z3')));
  found.set('oversize_in_middle_stored', await asking.count(asking.stream('z4')));
  const both = await asking.appendRaw(a, [bytes(mebibyte + 5)], 99n);
  found.set('oversize_plus_wrong_expected_which_error', 'ERROR' in both ? both.ERROR.class : both);
};

/** The recorded limits were found by halving; here the last size that is taken and the first that is not. */
const limits = async (asking: Asking, found: Found): Promise<void> => {
  const plain = { credentials: { username: 'admin', password: 'changeit' } };
  const isStored = async (events: EventData[], options = {}): Promise<boolean> =>
    'success' in (await asking.appendRaw(asking.stream('zb'), events, ANY, options));
  const isLimit = async (of: (size: number) => EventData[], limit: number, options = {}): Promise<boolean> =>
    (await isStored(of(limit), options)) && !(await isStored(of(limit + 1), options));
  const sized =
    (type: string, ofMetadata = 0) =>
    (size: number) => [
      binaryEvent({
        type,
        data: Buffer.alloc(size),
        ...(ofMetadata === 0 ? {} : { metadata: new Uint8Array(ofMetadata) }),
      }),
    ];
  const mebibyte = 1_048_576;
  const kinds: [ofBatch: string, ofPlain: string, make: (size: number) => EventData[]][] = [
    ['threshold_data_bytes_type_len1_nometa_vs_MiB', 'threshold_data_bytes_plain', sized('T')],
    ['threshold_data_bytes_type_len10_nometa_vs_MiB', 'threshold_data_bytes_type10_plain', sized('TTTTTTTTTT')],
    ['threshold_data_bytes_type_len1_meta100_vs_MiB', 'threshold_data_bytes_meta100_plain', sized('T', 100)],
  ];
  for (const [ofBatch, ofPlain, make] of kinds) {
    found.set(ofBatch, (await isLimit(make, mebibyte)) ? 0 : 'other');
    found.set(ofPlain, (await isLimit(make, mebibyte, plain)) ? 'MiB+0' : 'other');
  }
  const isTaken = await isStored(sized('T', 3 * mebibyte)(0));
  found.set('threshold_metadata_bytes_data0_batch', isTaken ? 'accepted at 3 MiB' : 'other');
  const halves = (size: number) => [bytes(size), bytes(size)];
  found.set('threshold_sum_two_events_batch', (await isLimit(halves, mebibyte / 2)) ? '2 x (MiB/2+0)' : 'other');
};
