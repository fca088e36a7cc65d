import { BACKWARDS, END, NO_STREAM, streamNameFilter, type SetStreamMetadataOptions } from '@kurrent/kurrentdb-client';
import { event, many, type Scenario } from './asking.js';

const backwardsFromEnd = { direction: BACKWARDS, fromRevision: END } as const;

/** The client's types call it `expectedRevision`, its code reads `streamState`. */
const expecting = (revision: bigint): SetStreamMetadataOptions => {
  const options = { streamState: revision };
  return options as SetStreamMetadataOptions;
};

/** `later`: lets so many seconds pass for the server. */
export const metadata =
  (later: (seconds: number) => void): Scenario =>
  async (asking, found) => {
    const { client } = asking;
    const a = asking.stream('a');
    await client.appendToStream(a, many(10), { streamState: NO_STREAM });
    const set = async (
      stream: string,
      ...call: [Record<string, unknown>, SetStreamMetadataOptions?]
    ): Promise<unknown> => {
      const result = await asking.attempt(() => client.setStreamMetadata(stream, ...call));
      return asking.appendFact(result);
    };
    const raw = async (stream: string) => (await asking.readRaw(`$$${stream}`)).map(({ data }) => data);
    found.set('get_none', await asking.metadata(a));
    found.set('get_missing_stream', await asking.metadata(asking.stream('nx')));
    found.set('set_maxCount3', await set(a, { maxCount: 3, custom: 'x' }));
    found.set('get_after', await asking.metadata(a));
    found.set(
      'raw_metastream_event',
      (await asking.readRaw(`$$${a}`)).map(({ type, revision, data, isJson }) => [
        type,
        `${revision}n`,
        data,
        isJson,
        'n/a',
      ]),
    );
    found.set('read_maxCount3', await asking.read(a));
    found.set('read_maxCount3_from0_max2', await asking.read(a, { fromRevision: 0n, maxCount: 2 }));
    found.set('read_maxCount3_backwards', await asking.read(a, backwardsFromEnd));
    found.set('read_maxCount3_backwards_from8', await asking.read(a, { direction: BACKWARDS, fromRevision: 8n }));
    found.set('read_maxCount3_backwards_from2', await asking.read(a, { direction: BACKWARDS, fromRevision: 2n }));
    await client.appendToStream(a, many(2), { streamState: 9n });
    found.set('after_two_more', await asking.read(a));
    found.set('readAll_still_sees', (await asking.allRaw({ filter: streamNameFilter({ prefixes: [a] }) })).length);
    found.set('expected_revision_still_from_full_history', await asking.append(a, [event()], 11n));
    found.set('set_wrong_expected', await set(a, { maxCount: 1 }, expecting(5n)));
    found.set('set_right_expected0', await set(a, { maxCount: 100 }, expecting(0n)));
    found.set('maxCount_raised_reads_old_again', (await asking.readRaw(a)).length);
    const b = asking.stream('b');
    await client.appendToStream(b, many(6), { streamState: NO_STREAM });
    found.set('set_tb4', await set(b, { truncateBefore: 4 }));
    found.set('tb_raw', await raw(b));
    found.set('tb4_read', await asking.read(b));
    found.set('tb4_read_backwards', await asking.read(b, backwardsFromEnd));
    found.set('tb4_read_from1', await asking.read(b, { fromRevision: 1n }));
    await set(b, { truncateBefore: 6 });
    found.set('tb_all_read', await asking.read(b));
    found.set('tb_all_append', await asking.append(b, [event()], 5n));
    found.set('tb_all_read_after', await asking.read(b));
    const d = asking.stream('d');
    await client.appendToStream(d, many(3), { streamState: NO_STREAM });
    found.set('set_maxAge1', await set(d, { maxAge: 1 }));
    found.set('maxAge_raw', await raw(d));
    later(2);
    found.set('maxAge_read_after_2s', await asking.read(d));
    found.set('maxAge_read_backwards_after_2s', await asking.read(d, backwardsFromEnd));
    found.set('maxAge_append_noStream', await asking.append(d, [event()], NO_STREAM));
    found.set('maxAge_append_expected2', await asking.append(d, [event()], 2n));
    found.set('maxAge_read_new', await asking.read(d));
    const e = asking.stream('e');
    await set(e, { maxCount: 1 });
    const missing = await asking.read(e);
    await client.appendToStream(e, many(3), { streamState: NO_STREAM });
    found.set('metadata_before_stream_exists', [missing, await asking.read(e)]);
    const acl = asking.stream('acl');
    await set(acl, { acl: { readRoles: ['x'], writeRoles: ['y', 'z'] }, cacheControl: 5 });
    found.set('acl', [(await client.getStreamMetadata(acl)).metadata, (await raw(acl))[0]]);
  };
