import { describe, expect, test } from '@jest/globals';
import { atPath, listOf, ofClause } from '../../projections/history/document.js';
import { changedClauses, changedPaths } from '../../projections/history/paths.js';
import { holds } from '../../src/application/filters.js';
import type { Folding } from '../../src/application/timeline.js';
import { catalog } from '../../src/domain/catalog.js';
import { type Change, changesBetween } from '../../src/domain/kernel/changes.js';
import type { Recorded } from '../../src/domain/kernel/event.js';
import { streamTypes } from '../../src/domain/kernel/ids.js';
import { recordedSample, type Sample, samples } from '../domain/narrative/samples.js';

const sampleOf = (type: string): Recorded => {
  const sample = samples.find(([, name]) => name === type);
  if (sample === undefined) throw new Error(`no sample of ${type}`);
  return recordedSample(sample);
};

/** What events of one kind of stream change, one after the other. */
const stepsOf = (type: Sample[0], those: readonly Sample[]) => {
  const decider: Folding = catalog[type];
  const shown = (state: unknown) => decider.comparable?.(state) ?? state;
  let state = decider.initialState;
  return those.map((sample, index) => {
    const event: Recorded = { ...recordedSample(sample), eventId: `event-${index + 1}` };
    const next = decider.evolve(state, event);
    const changes = changesBetween(shown(state), shown(next));
    state = next;
    return { event, changes };
  });
};
const isRegistration = ([, type]: Sample): boolean => type === 'AgreementRegistered';
const lives = streamTypes.map(
  (type) => [type, samples.filter((sample) => sample[0] === type && !isRegistration(sample))] as const,
);

describe('the paths that an event changes', () => {
  test.each([...lives, ['agreement', samples.filter(isRegistration)] as const])(
    'hold all that the events of %s streams change',
    (type, those) => {
      const steps = stepsOf(type, those);
      expect(steps.flatMap(({ changes }) => changes).length).toBeGreaterThan(0);
      for (const { event, changes } of steps) {
        const paths = changedPaths(event);
        const holds = ({ path, was }: Change): boolean =>
          // The first element of a list that was not there before brings the list along.
          paths.some((each) => `${path}/`.startsWith(`${each}/`) || (was === null && each.startsWith(`${path}/`)));
        expect([event.type, changes.filter((change) => !holds(change))]).toStrictEqual([event.type, []]);
      }
    },
  );

  test.each<[string, readonly string[], readonly string[]]>([
    ['PartySigned', ['parties/b/signatures', 'parties/b/status'], []],
    ['PartyAdded', ['parties/c'], []],
    ['PartyClassEnumerated', ['parties/b', 'parties/d', 'parties/class/enumerationComplete'], []],
    [
      'DraftRevised',
      [
        ...['clauses/c1/body', 'clauses/c1/position', 'clauses/c2/position', 'clauses/c3', 'clauses/c4'],
        ...['period', 'fields/f1/text', 'textVersion', 'textSha256', 'textStatus'],
      ],
      ['c1', 'c2', 'c3', 'c4'],
    ],
    ['OpinionSubmitted', ['opinions/op-1'], ['c2']],
    ['OpinionDisposed', ['opinions/op-1/disposed'], []],
    ['ClauseObserved', ['fields/f1/observations'], []],
    ['RecordCorrected', ['corrections/cor-1', 'number/asWritten'], []],
    ['AgreementTerminated', ['status', 'endedFrom', 'termination'], []],
    ['HolderAppointed', ['holdings'], []],
  ])('%s: %j', (type, paths, clauses) => {
    const event = sampleOf(type);
    expect(changedPaths(event)).toStrictEqual(paths);
    expect(changedClauses(event, paths)).toStrictEqual(clauses);
  });

  test('a drafted or corrected clause is one the event is about', () => {
    const drafted = sampleOf('AgreementDrafted');
    expect(changedClauses(drafted, changedPaths(drafted))).toStrictEqual(['c1']);
    const corrected = sampleOf('ClericalCorrectionRecorded');
    const slip: Recorded = { ...corrected, data: { ...corrected.data, path: 'text/clauses/c1/body' } };
    expect(changedPaths(slip)).toStrictEqual(['corrections/cor-1', 'clauses/c1/body']);
    expect(changedClauses(slip, changedPaths(slip))).toStrictEqual(['c1']);
    const observed = sampleOf('ClauseObserved');
    const clause: Recorded = { ...observed, data: { target: { kind: 'CLAUSE', clauseId: 'c2' } } };
    expect(changedClauses(clause, changedPaths(clause))).toStrictEqual(['c2']);
  });

  test('never hold the key of a person', () => {
    const paths = samples.flatMap((sample) => changedPaths(recordedSample(sample)));
    expect(paths.filter((path) => path.includes('person-'))).toStrictEqual([]);
  });
});

describe('a question by path', () => {
  const at = (path: string, ...paths: readonly string[]): boolean => holds(atPath(path), { paths: listOf(paths) });
  const about = (clause: string, ...clauses: readonly string[]): boolean =>
    holds(ofClause(clause), { clauses: listOf(clauses) });

  test('finds the path, what lies below it and what it lies in, and nothing that is only spelled alike', () => {
    expect(at('clauses/c1', 'clauses/c1')).toBe(true);
    expect(at('clauses/c1', 'status', 'clauses/c1/body')).toBe(true);
    expect(at('clauses', 'clauses/c1/body')).toBe(true);
    expect(at('parties/a/status', 'parties/a')).toBe(true);
    expect(at('parties/a/status', 'parties')).toBe(true);
    expect(at('parties/a/status', 'parties/a/signatures')).toBe(false);
    expect(at('clauses/c1', 'clauses/c10')).toBe(false);
    expect(at('status', 'textStatus', 'parties/a/status')).toBe(false);
    expect(at('status')).toBe(false);
  });

  test('finds a clause by its whole id', () => {
    expect(about('c1', 'c2', 'c1')).toBe(true);
    expect(about('c1', 'c10')).toBe(false);
    expect(about('1', 'c1')).toBe(false);
  });
});
