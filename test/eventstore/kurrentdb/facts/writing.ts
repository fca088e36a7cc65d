import { BACKWARDS, END, NO_STREAM, STREAM_EXISTS, type AppendResult } from '@kurrent/kurrentdb-client';
import { ANY, Asking, bytes, event, many, type Failed, type Found, type Scenario } from './asking.js';

const placeOf = (result: AppendResult | Failed): bigint | undefined =>
  'ERROR' in result ? undefined : result.position?.commit;

export const append: Scenario = async (asking, found) => {
  const one = () => [event()];
  const stream = (name: string): string => asking.stream(name);
  const a = stream('a');
  const steps: [fact: string, ...call: Parameters<Asking['append']>][] = [
    ['noStream_on_missing', a, one(), NO_STREAM],
    ['expected0_right', a, one(), 0n],
    ['three_events_expected1', a, many(3), 1n],
    ['wrong_expected_too_low', a, one(), 1n],
    ['wrong_expected_too_high', a, one(), 99n],
    ['noStream_on_existing', a, one(), NO_STREAM],
    ['any_on_existing', a, one(), ANY],
    ['default_option_on_existing', a, one()],
    ['streamExists_on_existing', a, one(), STREAM_EXISTS],
    ['any_on_missing', stream('b'), one(), ANY],
    ['streamExists_on_missing', stream('c'), one(), STREAM_EXISTS],
    ['expected0_on_missing', stream('d'), one(), 0n],
    ['expected5_on_missing', stream('d'), one(), 5n],
    ['empty_events_any_missing', stream('e'), [], ANY],
    ['empty_events_noStream_missing', stream('e2'), [], NO_STREAM],
    ['empty_events_any_existing', a, [], ANY],
    ['empty_events_right_expected', a, [], 7n],
    ['empty_events_wrong_expected', a, [], 3n],
    ['empty_events_noStream_existing', a, [], NO_STREAM],
    ['empty_events_streamExists_missing', stream('e3'), [], STREAM_EXISTS],
    ['system_stream_name', `$sys${stream('s')}`, one(), ANY],
    ['metastream_direct_json', `$$${stream('m')}`, [event('$metadata', { $maxCount: 2 })], ANY],
    ['metastream_direct_other_type', `$$${stream('m2')}`, [event('foo', { $maxCount: 2 })], ANY],
    ['metametastream', `$$$$${stream('m3')}`, [event('$metadata', {})], ANY],
    ['empty_stream_name', '', one(), ANY],
    ['space_name', `a b ${stream('sp')}`, one(), ANY],
    ['leading_space_name', ` ${stream('sp2')}`, one(), ANY],
    ['unicode_name', `日本-é-${stream('u')}`, one(), ANY],
    ['empty_event_type', stream('et'), [event('')], ANY],
    ['not_a_uuid_id', stream('nu'), [event('T', {}, 'nope')], ANY],
    ['after_not_a_uuid_client_still_works', stream('nu2'), one(), ANY],
  ];
  for (const [fact, ...call] of steps) found.set(fact, await asking.append(...call));
  found.set('empty_events_then_read', await asking.read(stream('e')));
  await asking.client.setStreamMetadata(stream('g'), { a: 1 });
  found.set('streamExists_when_only_metadata', await asking.append(stream('g'), one(), STREAM_EXISTS));
  await asking.client.setStreamMetadata(stream('h'), { a: 1 });
  found.set('noStream_when_only_metadata', await asking.append(stream('h'), one(), NO_STREAM));
  found.set('stream_now', await asking.read(a));
  const toAll = await asking.appendRaw('$all', one(), ANY);
  found.set('all_stream_name', 'success' in toAll && toAll.success);
  const unicode = `日本-é-${stream('u')}`;
  found.set('unicode_read_streamId_roundtrip', (await asking.readRaw(unicode))[0]?.streamId === unicode);
};

export const idempotency: Scenario = async (asking, found) => {
  const fresh = () => event('A');
  let count = 0;
  const filled = async (size: number) => {
    const stream = asking.stream(`f${++count}`);
    const ids = Array.from({ length: size }, fresh);
    await asking.client.appendToStream(stream, ids, { streamState: NO_STREAM });
    return { stream, ids };
  };
  const size = async (stream: string): Promise<number> => (await asking.readRaw(stream)).length;
  const fact = async (name: string, ...call: Parameters<Asking['append']>): Promise<void> =>
    void found.set(name, await asking.append(...call));

  const a = asking.stream('a');
  const pair = [fresh(), fresh()];
  const first = await asking.appendRaw(a, pair, NO_STREAM);
  found.set('first_noStream', asking.appendFact(first));
  const again = await asking.appendRaw(a, pair, NO_STREAM);
  found.set('same_ids_noStream', asking.appendFact(again));
  found.set('same_ids_noStream_position_equals_first', placeOf(first) === placeOf(again) ? 0 : 1);
  const any = await asking.appendRaw(a, pair, ANY);
  found.set('same_ids_any', asking.appendFact(any));
  found.set('same_ids_any_position_vs_first', placeOf(first) === placeOf(any) ? 0 : 1);
  await fact('same_ids_streamExists', a, pair, STREAM_EXISTS);
  await fact('same_ids_expected_1_current', a, pair, 1n);
  found.set('count_after', await size(a));
  found.set('after_expected1_same_ids_stream', await asking.read(a));

  const b = asking.stream('b');
  const [b0, b1, b2] = [fresh(), fresh(), fresh()];
  await asking.client.appendToStream(b, [b0, b1, b2], { streamState: NO_STREAM });
  await fact('prefix_of_seen_noStream', b, [b0], NO_STREAM);
  await fact('prefix2_of_seen_noStream', b, [b0, b1], NO_STREAM);
  await fact('middle_of_seen_expected0', b, [b1], 0n);
  await fact('tail_of_seen_expected1', b, [b2], 1n);
  await fact('first_seen_any', b, [b0], ANY);
  await fact('middle_seen_any', b, [b1], ANY);
  await fact('seen_at_wrong_expected_99', b, [b0, b1, b2], 99n);
  await fact('seen_at_wrong_expected_0', b, [b0, b1, b2], 0n);
  found.set('count', await size(b));

  const c = asking.stream('c');
  const [c0, c1] = [fresh(), fresh()];
  await asking.client.appendToStream(c, [c0, c1], { streamState: NO_STREAM });
  await fact('overlap_seen_then_new_expected0', c, [c1, fresh()], 0n);
  await fact('overlap_seen_then_new_noStream', c, [c0, fresh()], NO_STREAM);
  await fact('overlap_all_seen_then_new_noStream', c, [c0, c1, fresh()], NO_STREAM);
  found.set('overlap_stream', await asking.read(c));
  found.set('overlap_count', await size(c));
  const delta = async (name: string, of: string, ...call: Parameters<Asking['append']>): Promise<void> => {
    const before = await size(c);
    await fact(name, ...call);
    found.set(of, (await size(c)) - before);
  };
  await delta('overlap_seen_then_new_any', 'overlap_any_count_delta', c, [c1, fresh()], ANY);
  await delta('overlap_new_then_seen_any', 'overlap_new_then_seen_any_delta', c, [fresh(), c0], ANY);
  await delta('overlap_seen_then_new_streamExists', 'overlap_streamExists_delta', c, [c0, fresh()], STREAM_EXISTS);

  const d = asking.stream('d');
  const [d0, d1, d2] = [fresh(), fresh(), fresh()];
  await asking.client.appendToStream(d, [d0, d1, d2], { streamState: NO_STREAM });
  await fact('reordered_noStream', d, [d1, d0, d2], NO_STREAM);
  await fact('reordered_any', d, [d1, d0, d2], ANY);
  await fact('gap_any', d, [d0, d2], ANY);
  await fact('gap_noStream', d, [d0, d2], NO_STREAM);
  found.set('reordered_count', await size(d));

  const e = asking.stream('e');
  const once = fresh();
  const other = event('OTHER', { other: 1 }, once.id);
  await asking.client.appendToStream(e, [once], { streamState: NO_STREAM });
  await fact('same_id_different_body_noStream', e, [other], NO_STREAM);
  await fact('same_id_different_body_any', e, [other], ANY);
  found.set(
    'body_kept',
    (await asking.readRaw(e)).map(({ type, data }) => [type, data]),
  );
  await fact('same_id_other_stream', asking.stream('e2'), [once], NO_STREAM);
  await fact('same_id_other_stream_any', asking.stream('e3'), [once], ANY);

  const twice = asking.stream('f');
  const same = fresh();
  await fact('same_id_twice_in_one_append_noStream', twice, [same, same], NO_STREAM);
  found.set('twice_count', await size(twice));
  await fact('same_id_twice_again_noStream', twice, [same, same], NO_STREAM);
  await fact('same_id_once_any', twice, [same], ANY);
  found.set('twice_count2', await size(twice));

  const old = await filled(1);
  await asking.client.appendToStream(old.stream, many(5), { streamState: 0n });
  await fact('old_id_noStream_after_more', old.stream, old.ids, NO_STREAM);
  await fact('old_id_any_after_more', old.stream, old.ids, ANY);
  await fact('old_id_current_expected', old.stream, old.ids, 5n);
  found.set('old_count', await size(old.stream));

  const h = asking.stream('h');
  await asking.client.appendToStream(h, pair, { streamState: NO_STREAM });
  await asking.client.deleteStream(h);
  await fact('softdeleted_same_ids_noStream', h, pair, NO_STREAM);
  found.set('softdeleted_stream', await asking.read(h));
  const h2 = asking.stream('h2');
  await asking.client.appendToStream(h2, pair, { streamState: NO_STREAM });
  await asking.client.deleteStream(h2);
  await fact('softdeleted_same_ids_any', h2, pair, ANY);
  found.set('softdeleted_any_stream', await asking.read(h2));

  for (const [fact, state, size] of [
    ['parallel_same_id_noStream_x5', NO_STREAM, 'parallel_same_count'],
    ['parallel_same_id_any_x5', ANY, 'parallel_same_any_count'],
  ] as const) {
    const stream = asking.stream(fact);
    const id = [fresh()];
    const results = await Promise.all(Array.from({ length: 5 }, () => asking.appendRaw(stream, id, state)));
    const stored = results.flatMap((result) => ('ERROR' in result ? [] : [result]));
    found.set(fact, {
      atLeastOneOk: stored.length > 0,
      okNext: [...new Set(stored.map(({ nextExpectedRevision }) => `${nextExpectedRevision}n`))],
      only_ok_or_deadline_exceeded: results.every(
        (result) => !('ERROR' in result) || result.ERROR.class === 'DeadlineExceededError',
      ),
    });
    found.set(size, await asking.count(stream));
  }
};

export const concurrency: Scenario = async (asking, found) => {
  const a = asking.stream('a');
  await asking.client.appendToStream(asking.stream('warm'), event());
  const results = await Promise.all(many(50).map((one) => asking.appendRaw(a, [one], ANY)));
  const stored = (await asking.readRaw(a)).map(({ data }) => (data as { i?: number }).i);
  found.set('50_any_one_stream', {
    allOk: results.every((result) => 'success' in result && result.success),
    count: stored.length,
    inCallOrder: stored.every((i, index) => i === index),
    revisionsReturnedMatchCallOrder: results.every(
      (result, index) => 'success' in result && result.nextExpectedRevision === BigInt(index),
    ),
  });
  const b = asking.stream('b');
  await asking.client.appendToStream(b, event(), { streamState: NO_STREAM });
  const races = await Promise.all(many(50).map((one) => asking.appendRaw(b, [one], 0n)));
  const errors = races.flatMap((result) => ('ERROR' in result ? [result.ERROR] : []));
  found.set('50_same_expected', {
    ok: races.length - errors.length,
    winnerIsFirstCall: races[0] !== undefined && 'success' in races[0],
    errs: [...new Set(errors.map((error) => error.class))],
    actuals: [...new Set(errors.map((error) => JSON.stringify([error.actualState, error.expectedState])))],
    count: await asking.count(b),
  });
  const cold = asking.another();
  const cs = Array.from({ length: 200 }, (_, index) => asking.stream(`c-${index}`));
  for (const [fact, state] of [
    ['200_cold_client', NO_STREAM],
    ['200_same_client_warm', 0n],
  ] as const) {
    const all = await Promise.all(cs.map((stream) => asking.appendRaw(stream, [event()], state, {}, cold)));
    found.set(fact, { ok: all.filter((result) => 'success' in result && result.success).length, errs: [] });
  }
  const reading = asking.another();
  const sizes = await Promise.all(
    cs.slice(0, 100).map(async (stream) => {
      let size = 0;
      for await (const _ of reading.readStream(stream)) size += 1;
      return size;
    }),
  );
  found.set('100_reads_cold_client', { ok: sizes.filter((size) => size === 2).length, errs: [] });
  const s = asking.stream('seq');
  const chain = await Promise.all(
    many(20).map((one, index) => asking.appendRaw(s, [one], index === 0 ? NO_STREAM : BigInt(index - 1))),
  );
  found.set('pipelined_expected_revisions_without_waiting', {
    ok: chain.filter((result) => 'success' in result && result.success).length,
  });
  let stale = 0;
  let staleInAll = 0;
  for (const one of many(50)) {
    const { nextExpectedRevision } = await asking.client.appendToStream(asking.stream('ryw'), one);
    const last = { direction: BACKWARDS, fromRevision: END, maxCount: 1 } as const;
    const lastOfAll = { direction: BACKWARDS, fromPosition: END, maxCount: 1 } as const;
    if ((await asking.readRaw(asking.stream('ryw'), last))[0]?.revision !== nextExpectedRevision) stale += 1;
    if ((await asking.allRaw(lastOfAll))[0]?.event?.revision !== nextExpectedRevision) staleInAll += 1;
  }
  found.set('read_your_writes_stale_of_50', stale);
  found.set('read_all_your_writes_stale_of_50', staleInAll);
};

export const calls: Scenario = async (asking, found) => {
  // With credentials the client takes the plain Append; without TLS it does not send them.
  const plain = { credentials: { username: 'admin', password: 'changeit' } };
  const wrong = { credentials: { username: 'nobody', password: 'wrong' } };
  const a = asking.stream('a');
  const fact = async (name: string, ...call: Parameters<Asking['append']>): Promise<void> =>
    void found.set(name, await asking.append(...call));
  await fact('plain_append_with_credentials', a, [event()], NO_STREAM, plain);
  await fact('plain_append_wrong_credentials', a, [event()], 0n, wrong);
  await fact('plain_wrong_expected', a, [event()], 9n, plain);
  await fact('plain_noStream_on_existing', a, [event()], NO_STREAM, plain);
  await fact('plain_streamExists_missing', asking.stream('m'), [event()], STREAM_EXISTS, plain);
  await fact('plain_empty_events', asking.stream('e'), [], ANY, plain);
  await fact('plain_oversize', a, [bytes(1_048_577)], ANY, plain);
  const t = asking.stream('t');
  await asking.client.appendToStream(t, event());
  await asking.client.tombstoneStream(t);
  await fact('plain_tombstoned', t, [event()], ANY, plain);
  await fact('batch_tombstoned', t, [event()], ANY);
  const twice = [event()];
  const x = await asking.appendRaw(asking.stream('i'), twice, NO_STREAM, plain);
  const y = await asking.appendRaw(asking.stream('i'), twice, NO_STREAM, plain);
  const isSame = placeOf(x) !== undefined && placeOf(x) === placeOf(y);
  found.set('plain_idempotent', [asking.appendFact(x), asking.appendFact(y), isSame ? 0 : 1]);
  found.set('read_wrong_credentials', await asking.read(a, wrong));
  const late = await asking.appendRaw(asking.stream('d2'), [event()], ANY, { deadline: -5000 });
  found.set('deadline_negative_batch', 'ERROR' in late ? late.ERROR : late);
  const nothing = await asking.attempt(() => asking.readRaw(asking.stream('d2')));
  found.set('deadline_negative_batch_stored', 'ERROR' in nothing ? nothing.ERROR.class : nothing);
  await fact('after_deadline_client_works', asking.stream('d4'), [event()], ANY);
  await withoutThrowing(asking, found, plain);
  const nowhere = new Asking('kurrentdb://127.0.0.1:1?tls=false&discoveryInterval=10', '');
  found.set('connect_refused', [await nowhere.append('x', [event()], ANY), await nowhere.read('x')]);
  await nowhere.dispose();
  const disposed = asking.another();
  const stream = asking.stream('disp');
  await disposed.appendToStream(stream, event());
  await disposed.dispose();
  found.set('after_dispose', [await asking.append(stream, [event()], ANY, {}, disposed), await asking.read(stream)]);
};

const withoutThrowing = async (asking: Asking, found: Found, plain: object): Promise<void> => {
  const calm = asking.another('&throwOnAppendFailure=false');
  const b = asking.stream('b');
  const fact = async (name: string, ...[stream, events, state, options]: Parameters<Asking['append']>): Promise<void> =>
    void found.set(name, await asking.append(stream, events, state, options, calm));
  await fact('nothrow_ok', b, many(4), NO_STREAM);
  await fact('nothrow_batch_wrong_expected', b, [event()], 9n);
  await fact('nothrow_batch_noStream', b, [event()], NO_STREAM);
  await fact('nothrow_plain_wrong_expected', b, [event()], 9n, plain);
  await fact('nothrow_plain_noStream', b, [event()], NO_STREAM, plain);
  await fact('nothrow_missing_streamExists', asking.stream('bm'), [event()], STREAM_EXISTS);
  await fact('nothrow_oversize', b, [bytes(1_048_577)], ANY);
  const nt = asking.stream('nt');
  await calm.appendToStream(nt, event());
  await calm.tombstoneStream(nt);
  await fact('nothrow_tombstoned', nt, [event()], ANY);
};
