import { describe, expect, test } from '@jest/globals';
import { corrected, correctedAt, correctionOf, statedAt } from '../../../src/domain/kernel/correction.js';
import { tooWide } from '../../../src/domain/kernel/correctionScope.js';
import { day } from '../../../src/domain/kernel/fuzzyDate.js';
import { recorded } from '../../support/builders.js';

const event = recorded(
  {
    type: 'AgreementRegistered',
    data: {
      subject: 'Quy chế phối hop',
      number: null,
      parties: [
        { partyId: 'a', bodyIds: ['org-a'] },
        { partyId: 'b', bodyIds: ['org-b'] },
      ],
      signedOn: day('2021-11-12'),
    },
  },
  {
    eventId: 'event-1',
    occurred: day('2021-11-12'),
    source: { kind: 'PRESS', ref: 'src-1', certainty: 'STATED' },
    origin: { channel: 'IMPORT', requestId: 'request-1' },
    claims: [{ path: 'parties/a', certainty: 'INFERRED' }],
  },
);
const correction = (path: string, now?: unknown) => ({
  targetEventId: 'event-1',
  path,
  was: statedAt(event, path),
  now,
});

describe('A corrected event', () => {
  test.each<[string, string, unknown, unknown]>([
    ['a member', 'subject', 'Quy chế phối hợp', 'Quy chế phối hợp'],
    ['a member that was null', 'number', 5, 5],
    ['a member that was not there', 'leadIssuer', 'org-a', 'org-a'],
    ['a member that is taken away', 'signedOn', undefined, undefined],
    ['a member of a member', 'signedOn/certainty', 'INFERRED', 'INFERRED'],
    ['an element, by the id it carries', 'parties/b/bodyIds/0', 'org-c', 'org-c'],
    ['an element, by its place', 'parties/0/bodyIds', [], []],
    ['when it occurred', 'occurred', day('2021-12-11'), day('2021-12-11')],
    ['what it rests on', 'source/ref', 'src-2', 'src-2'],
    ['nothing, where the path leads nowhere', 'nowhere/at/all', 'x', undefined],
    ['nothing, of an element that is not there', 'parties/c/bodyIds', ['x'], undefined],
  ])('says another thing of %s', (_, path, now, expected) => {
    const after = corrected(event, correction(path, now));
    expect(statedAt(after, path)).toEqual(expected);
    if (expected === undefined && !path.startsWith('signedOn')) expect(after).toEqual(event);
  });

  test('says it where the correction led, though an element there takes another id', () => {
    const to = (path: string, now: unknown) => correctedAt(event, correction(path, now));
    expect(to('parties/b/partyId', 'c')).toBe('c');
    expect(to('parties/1/partyId', 'c')).toBe('c');
    expect(to('parties/b', { partyId: 'c' })).toEqual({ partyId: 'c' });
    expect(to('parties/b/bodyIds/0', 'org-c')).toBe('org-c');
    expect(to('occurred/latest', '2021-11-13')).toBe('2021-11-13');
    expect(to('parties/c/partyId', 'd')).toBeUndefined();
    expect(to('nowhere/at/all', 'x')).toBeUndefined();
  });

  test('keeps everything else, and the stored event stays as it was', () => {
    const before = JSON.stringify(event);
    const { signedOn: _, ...others } = event.data;
    expect(corrected(event, correction('signedOn'))).toEqual({ ...event, data: others });
    expect(JSON.stringify(event)).toBe(before);
  });

  test('never reaches a prototype', () => {
    expect(statedAt(event, '__proto__/polluted')).toBeUndefined();
    expect(statedAt(event, 'constructor')).toBeUndefined();
    corrected(event, correction('__proto__/polluted', 'x'));
    corrected(event, correction('__proto__', { polluted: 'x' }));
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  test('is told by the two events that carry a correction out, and by no other', () => {
    const data = correction('subject', 'x');
    for (const type of ['RecordCorrected', 'ClericalCorrectionRecorded'])
      expect(correctionOf(recorded({ type, data }))).toBe(data);
    for (const type of ['CorrectionProposed', 'CorrectionRejected', 'AgreementDrafted'])
      expect(correctionOf(recorded({ type, data }))).toBeUndefined();
  });
});

describe('Invariant 34: a correction of the record reaches', () => {
  test.each([
    ['occurred', day('2021-12-11')],
    ['occurred/latest', '2021-12-11'],
    ['officeId', 'off-2'],
    ['presenterOfficeId', 'off-2'],
    ['witnessOfficeId', 'off-2'],
    ['source/ref', 'src-2'],
    ['sourceId', 'src-2'],
    ['subject', 'another subject'],
    ['number/asWritten', '02 - QC'],
    ['spellings/0', 'LĐLĐ'],
    ['abbreviations', ['LĐLĐ']],
    ['parties/a', {}],
    ['parties/a/bodyIds/0', 'org-z'],
  ])('%s', (path, now) => {
    expect(tooWide(event, correction(path, now))).toBe(false);
  });

  test('any wording that stays the same up to case, tones and marks', () => {
    const told = recorded({ type: 'Told', data: { reason: 'chua thong nhat', to: 'LĐLĐ Nam Định' } });
    const of = (path: string, now: unknown) =>
      tooWide(told, { targetEventId: 'event-1', path, was: statedAt(told, path), now });
    expect(of('reason', 'chưa thống nhất')).toBe(false);
    expect(of('reason', 'đã thống nhất')).toBe(true);
    expect(of('to', 'LĐLĐ NAM ĐỊNH')).toBe(false);
    expect(of('to', 'LĐLĐ Ninh Bình')).toBe(true);
  });

  test.each([
    ['who is party', 'parties/b/bodyIds/0', 'org-z'],
    ['a path that only begins like a claimed one', 'parties/ab', {}],
    ['a day in the data', 'signedOn', day('2021-12-11')],
    ['the whole source', 'source', { kind: 'PRESS', ref: 'src-2', certainty: 'STATED' }],
    ['an id spelled otherwise', 'parties/b/partyId', 'B'],
  ])('but not %s', (_, path, now) => {
    expect(tooWide(event, correction(path, now))).toBe(true);
  });

  test('nor a claim that did not come by import', () => {
    const typed = { ...event, meta: { ...event.meta, origin: { channel: 'API', requestId: 'request-1' } } } as const;
    expect(tooWide(typed, correction('parties/a/bodyIds/0', 'org-z'))).toBe(true);
  });
});
