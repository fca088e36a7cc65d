import { describe, expect, test } from '@jest/globals';
import { day } from '../../../src/domain/kernel/fuzzyDate.js';
import {
  source,
  type SourceEvent,
  sourceFact,
  type SourceFacts,
  type SourceState,
} from '../../../src/domain/source/index.js';
import { command, imported } from '../../support/builders.js';
import { expectTotalEvolve, given, stateOf } from '../../support/deciderSpec.js';

const registered = (data: Partial<SourceEvent['data']> = {}): SourceEvent => ({
  type: 'SourceRegistered',
  data: {
    kind: 'PRESS',
    title: 'Sơ kết 1 năm quy chế phối hợp',
    publisher: 'Thanhuytphcm.vn',
    publishedOn: { ...day('2023-02-20'), asWritten: 'Thứ 2, Ngày 20 / 02 / 2023', basis: 'header' },
    number: '02-QC/ĐUK-LĐLĐ',
    sha256: 'a'.repeat(64),
    eventType: 'PRELIMINARY_REVIEW',
    reuse: 'facts only',
    note: 'crawled',
    ...data,
  },
});
const { data } = registered();
const facts = (today: SourceState): SourceFacts => ({ today });

describe('RegisterSource', () => {
  test('puts a source on record with everything known of it, and once is enough', () => {
    given(source, facts).when(command('RegisterSource', data)).then(registered()).andAgain().thenNothingMore();
  });

  test('needs no more than a kind and a title, and once is enough', () => {
    const least = { kind: 'MEETING', title: 'Hội nghị sơ kết' } as const;
    given(source, facts)
      .when(command('RegisterSource', least, imported('2023-02-20')))
      .then({ type: 'SourceRegistered', data: least })
      .andAgain()
      .thenNothingMore();
  });

  test.each([
    ['kind', { kind: 'PAPER' }],
    ['title', { title: 'khác' }],
    ['publisher', { publisher: undefined }],
    ['day of publication', { publishedOn: undefined }],
    ['wording of the day', { publishedOn: day('2023-02-20') }],
    ['number', { number: undefined }],
    ['file', { sha256: 'b'.repeat(64) }],
    ['kind of event', { eventType: 'SIGNING' }],
    ['terms of use', { reuse: undefined }],
    ['note', { note: undefined }],
  ] as const)('is refused under an id whose source has another %s (67)', (_, other) => {
    given(source, facts, registered(other))
      .when(command('RegisterSource', data))
      .thenRejected('ID_EXISTS', { path: 'id', details: { type: 'source', id: 'stream-1' } });
  });

  test('invariant 4: is refused for a day to come', () => {
    given(source, facts)
      .when(command('RegisterSource', data, { occurred: day('2026-03-03') }))
      .thenRejected('OCCURRED_IN_FUTURE', { path: 'occurred' });
  });

  test('invariant 5: is refused late without reason and source', () => {
    given(source, facts)
      .when(command('RegisterSource', data, { occurred: day('2026-02-01') }))
      .thenRejected('LATE_RECORD_REASON_REQUIRED', { path: 'reason' });
  });
});

test('invariant 61: the fact of a source tells whether it has a number of its own', () => {
  expect(sourceFact(stateOf(source, registered()))).toEqual({ hasNumber: true });
  expect(sourceFact(stateOf(source, registered({ number: undefined })))).toEqual({ hasNumber: false });
  expect(sourceFact(source.initialState)).toEqual({ hasNumber: false });
});

test('Any events in any order give a state', () => {
  expectTotalEvolve(source, [registered(), registered({ title: 'khác' })]);
});
