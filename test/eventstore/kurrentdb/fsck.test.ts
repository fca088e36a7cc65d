import { describe, expect, test } from '@jest/globals';
import { createCodec } from '../../../src/eventstore/codec.js';
import { fsckServer } from '../../../src/eventstore/kurrentdb/fsck.js';
import { withOrigin } from '../../../src/eventstore/kurrentdb/origin.js';
import { position } from '../../../src/domain/kernel/ids.js';
import type { NewEvent } from '../../../src/application/ports.js';
import type { KurrentDouble } from '../../support/kurrentDouble/double.js';
import { handTimer } from '../../support/kurrentDouble/timer.js';
import { noteDefinitions, noteMaker, office, source } from '../../support/notes.js';
import { bench } from './support.js';

const { double: makeDouble, open } = bench();

/** A log of four events, and a maker of more. */
const recorded = async () => {
  const double = await makeDouble().start();
  const note = noteMaker();
  const { store } = await open(double);
  await store.append(source('a'), [note.taken('một'), note.taken('hai')], 0);
  await store.append(office('b'), [note.taken('ba')], 0);
  await store.append(source('a'), [note.struck('nhầm')], 2);
  return { double, note };
};

const check = async (double: KurrentDouble) => {
  const findings: string[] = [];
  const summary = await fsckServer(
    { connectionString: double.connectionString, onTrouble: () => undefined, timer: handTimer().timer },
    createCodec(noteDefinitions),
    ({ code, stream, version, message }) => findings.push(`${code} ${stream ?? '-'} ${version ?? '-'} ${message}`),
  );
  return { summary, findings };
};

/** Appends as somebody who has the server's password, past the program. */
const append = (double: KurrentDouble, stream: string, { eventId, type, data, meta }: NewEvent, metadata?: object) => {
  const bytes = (json: object) => Buffer.from(JSON.stringify(json));
  const event = { id: eventId, type, contentType: 'application/json', data: bytes(data) };
  double.log.append(stream, 'ANY', [{ ...event, metadata: bytes(metadata ?? meta) }]);
};

describe('a check of the log in KurrentDB', () => {
  test('finds nothing in what was stored, though positions have gaps, and writes nothing', async () => {
    const { double } = await recorded();
    const before = double.log.records.length;
    expect(await check(double)).toEqual({
      summary: { events: 4, streams: 2, findings: 0, ok: true },
      findings: [],
    });
    expect(double.log.records).toHaveLength(before);
  });

  test('names events whose data are not what was sealed, and goes on', async () => {
    const { double, note } = await recorded();
    const event = note.taken('thật');
    append(double, 'office-b', { ...event, data: { text: 'sửa', language: 'vi' } });
    append(double, 'office-b', note.taken('năm'));
    expect(await check(double)).toEqual({
      summary: { events: 6, streams: 2, findings: 1, ok: false },
      findings: ['DIGEST_MISMATCH office:b 2 data or metadata are not what was stored'],
    });
  });

  test('names what cannot be read: no JSON, an unknown type, metadata with something added', async () => {
    const { double, note } = await recorded();
    append(double, 'office-b', { ...note.taken('lạ'), type: 'NoteBurnt' });
    const event = note.taken('thêm');
    append(double, 'office-b', event, { ...event.meta, copiedFrom: { storeId: 'x', position: '1' } });
    double.log.append('office-b', 'ANY', [
      {
        id: '00000000-0000-4000-8000-00000000ffff',
        type: 'NoteTaken',
        contentType: 'application/json',
        data: Buffer.from('{'),
        metadata: Buffer.from('{'),
      },
    ]);
    expect((await check(double)).findings.map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      'EVENT_UNREADABLE office:b 2',
      'DIGEST_MISMATCH office:b 3',
      'EVENT_UNREADABLE office:b 3',
      'EVENT_UNREADABLE office:b 4',
    ]);
  });

  test('sees an event that pretends to be copied from an older log, and its time', async () => {
    const { double, note } = await recorded();
    const event = note.taken('lùi ngày');
    const origin = { storeId: 'elsewhere', position: position(1), recordedAt: '2020-01-01T00:00:00.000Z' };
    append(double, 'office-b', event, withOrigin({ ...event.meta }, origin));
    expect((await check(double)).findings).toEqual([
      'COPY_OUT_OF_PLACE office:b 2 copied, but after events that were recorded here',
      expect.stringMatching(/^RECORDED_AT_BACKWARDS office:b 2 recorded at 2020-01-01T00:00:00\.000Z, after one of /),
    ]);
  });

  test('sees what is missing, repeated or of another store among copied events', async () => {
    const double = await makeDouble().start();
    const note = noteMaker();
    await (await open(double)).store.close();
    const copied = (storeId: string, at: number) => {
      const event = note.taken(`${at}`);
      const origin = { storeId, position: position(at), recordedAt: '2020-01-01T00:00:00.000Z' };
      append(double, 'source-a', event, withOrigin({ ...event.meta }, origin));
    };
    copied('old', 1);
    copied('old', 4);
    copied('old', 4);
    copied('other', 5);
    copied('old', 5);
    expect((await check(double)).findings).toEqual([
      'POSITION_GAP source:a 2 nothing was copied from positions 2 to 3',
      'COPY_OUT_OF_PLACE source:a 3 copied from position 4 once more',
      'COPY_OUT_OF_PLACE source:a 4 copied from the store other, after events of old',
      'COPY_OUT_OF_PLACE source:a 5 copied from position 5 once more',
    ]);
  });

  test('sees streams of which the server shows less than it holds', async () => {
    const { double } = await recorded();
    const metadata = (stream: string, data: object) =>
      double.log.append(`$$${stream}`, 'ANY', [
        {
          id: `00000000-0000-4000-8000-0000000000${stream.length + 10}`,
          type: '$metadata',
          contentType: 'application/json',
          data: Buffer.from(JSON.stringify(data)),
          metadata: Buffer.from(''),
        },
      ]);
    metadata('source-a', { $tb: 2 });
    double.log.delete('office-b', 'ANY');
    expect((await check(double)).findings).toEqual([
      'STREAM_CUT source:a - its first 2 events are cut off',
      'STREAM_CUT office:b - only 0 of 1 events can be read',
    ]);
  });

  test('sees a stream that was deleted for good', async () => {
    const { double } = await recorded();
    double.log.tombstone('office-b', 'ANY');
    expect((await check(double)).findings.at(-1)).toBe('STREAM_CUT office:b - it was deleted');
  });

  test('says that nothing was recorded on a server without a log', async () => {
    const double = await makeDouble().start();
    await expect(check(double)).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringMatching(
        /^No log lies in KurrentDB at 127\.0\.0\.1:\d+: nothing was recorded there yet\.$/,
      ),
    });
  });
});
