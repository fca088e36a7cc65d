import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { event } from '../../src/domain/kernel/event.js';
import { position } from '../../src/domain/kernel/ids.js';
import type { StoredEvent } from '../../src/application/storedEvent.js';
import { createCodec } from '../../src/eventstore/codec.js';
import { noteDefinitions, noteMaker } from '../support/notes.js';

const codec = createCodec(noteDefinitions);
const note = noteMaker();

const stored = (over: Partial<StoredEvent> = {}): StoredEvent => ({
  ...note.taken('một'),
  stream: { type: 'source', id: 'a', version: 3 },
  position: position(12),
  recordedAt: '2026-03-01T00:00:00.000Z',
  ...over,
});

describe('the codec, writing,', () => {
  const good = note.taken('một');

  test('gives the parsed event', () => {
    expect(codec.write('source', good)).toEqual({ data: good.data, meta: good.meta });
  });

  test.each([
    ['a type it does not know', { ...good, type: 'NoteBurnt' }, 'has no schema'],
    ['a member it does not know', { ...good, data: { ...good.data, colour: 'red' } }, 'data'],
    ['a member of the wrong type', { ...good, data: { text: 1, language: 'vi' } }, 'data: text'],
    ['a schema version that is not the newest', { ...good, meta: { ...good.meta, schemaVersion: 1 } }, 'version 1'],
    ['metadata it does not know', { ...good, meta: { ...good.meta, mood: 'good' } }, 'metadata'],
  ])('throws on %s', (_, bad, message) => {
    expect(() => codec.write('source', bad)).toThrow(message);
  });

  test('knows the types of each stream type apart', () => {
    expect(() => codec.write('office', note.struck())).toThrow('has no schema');
    expect(() => codec.write('agreement', good)).toThrow('has no schema');
  });
});

describe('the codec, reading,', () => {
  test('gives the whole event', () => {
    const row = stored();
    expect(codec.read(row)).toEqual(row);
  });

  test('walks through every upcast between the stored and the newest version', () => {
    const stepping = createCodec({
      source: {
        NoteTaken: event(
          { steps: z.array(z.number()) },
          {
            1: () => ({ steps: [1] }),
            2: ({ steps }) => ({ steps: [...(steps as number[]), 2] }),
          },
        ),
      },
    });
    const of = (schemaVersion: number, data: object): unknown =>
      stepping.read(stored({ data, meta: note.of('NoteTaken', schemaVersion, data).meta })).data;
    expect(of(1, { whatever: true })).toEqual({ steps: [1, 2] });
    expect(of(2, { steps: [7] })).toEqual({ steps: [7, 2] });
    expect(of(3, { steps: [7] })).toEqual({ steps: [7] });
  });

  const meta = note.taken('x').meta;
  const failing = createCodec({
    source: {
      NoteTaken: event(
        { text: z.string() },
        {
          1: () => {
            throw new Error('no');
          },
        },
      ),
    },
  });
  test.each([
    ['an unknown type', codec, { type: 'NoteBurnt' }],
    ['a stream type that has no events', codec, { stream: { type: 'agreement', id: 'a', version: 3 } }],
    ['a stream type that nobody knows', codec, { stream: { type: 'diary', id: 'a', version: 3 } }],
    ['metadata that do not fit', codec, { meta: { ...meta, actor: 'me' } }],
    ['no metadata', codec, { meta: null }],
    ['a schema version from the future', codec, { meta: { ...meta, schemaVersion: 3 } }],
    ['data that do not fit', codec, { data: { text: 'một' } }],
    ['an unknown member', codec, { data: { text: 'một', language: 'vi', more: 1 } }],
    ['old data that are no object', codec, { data: 'một', meta: { ...meta, schemaVersion: 1 } }],
    ['an upcast that fails', failing, { meta: { ...meta, schemaVersion: 1 } }],
  ])('is at fault for %s, and names stream, version and type', (_, by, over: Partial<StoredEvent>) => {
    const row = stored(over);
    const place = `Event 3 of ${row.stream.type}:a (${row.type}, position 12) cannot be read`;
    expect(() => by.read(row)).toThrow(
      expect.objectContaining({ code: 'EVENT_UNREADABLE', message: expect.stringContaining(place) }),
    );
  });
});
