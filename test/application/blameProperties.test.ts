import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { blameOf, noTrace, type Trace, traceStep } from '../../src/application/blame.js';
import { valueOf, withWording, type Wordings } from '../../src/application/wordings.js';
import { agreement, type AgreementState } from '../../src/domain/agreement/index.js';
import { blameByRefolding, type Told } from './blameOracle.js';

const words = ['hai', 'bên', 'họp', 'mỗi', 'quý', 'tháng', 'năm'] as const;
const body = fc.oneof(
  { weight: 1, arbitrary: fc.array(fc.constantFrom(...words), { maxLength: 6 }).map((chosen) => chosen.join(' ')) },
  { weight: 3, arbitrary: fc.constantFrom('hai bên họp mỗi quý', 'hai bên họp mỗi tháng', 'họp hai bên') },
);

/** What a revision does to the clause at a place; one that is not there is added. */
const edit = fc.record({
  what: fc.constantFrom('rewrite', 'rewrite', 'rewrite', 'label', 'move', 'remove'),
  clause: fc.constantFrom('c1', 'c2', 'c3'),
  place: fc.nat(2),
  body,
});
type Edit = typeof edit extends fc.Arbitrary<infer E> ? E : never;

const edited = (clauses: Told['clauses'], { what, clause, place, body: now }: Edit): Told['clauses'] => {
  const known = clauses.find(({ clauseId }) => clauseId === clause);
  const others = clauses.filter(({ clauseId }) => clauseId !== clause);
  const put = { clauseId: clause, label: known?.label ?? 'Điều', body: known?.body ?? now };
  if (known === undefined) return [...others.slice(0, place), put, ...others.slice(place)];
  switch (what) {
    case 'remove':
      return others;
    case 'move':
      return [...others.slice(0, place), known, ...others.slice(place)];
    default:
      return clauses.map((each) => {
        if (each !== known) return each;
        return what === 'label' ? { ...each, label: `Điều ${now.length}` } : { ...each, body: now };
      });
  }
};

/** Revisions in order, and some of them to look behind. */
const asked = fc
  .tuple(fc.array(edit, { minLength: 1, maxLength: 14 }), fc.array(fc.nat(13), { maxLength: 6 }))
  .map(([edits, ignored]): readonly [readonly Told[], ReadonlySet<string>] => {
    const history = edits.reduce<readonly Told[]>(
      (told, each, index) => [...told, { eventId: `e${index}`, clauses: edited(told.at(-1)?.clauses ?? [], each) }],
      [],
    );
    return [history, new Set(ignored.map((index) => `e${index}`))];
  });

const stateWith = (clauses: Told['clauses']): AgreementState => {
  const { initialState } = agreement;
  return { ...initialState, text: { ...initialState.text, clauses } };
};

/** The traces after each event, each made from the one before. */
const tracesOf = (history: readonly Told[]): readonly Trace[] => {
  let [trace, state] = [noTrace, agreement.initialState as AgreementState];
  return history.map(({ eventId, clauses }) => {
    const next = stateWith(clauses);
    trace = traceStep(trace, state, next, eventId);
    state = next;
    return trace;
  });
};

describe('blame, whatever is revised and whatever is looked behind', () => {
  test('is what folding all events anew for the question would say, after each of them', () => {
    let [changed, restored] = [0, 0];
    fc.assert(
      fc.property(asked, ([history, ignore]) => {
        const traces = tracesOf(history);
        traces.forEach((trace, index) => {
          const told = history.slice(0, index + 1);
          const found = blameOf(trace, ignore);
          expect(found).toEqual(blameByRefolding(told, ignore));
          changed += Number(JSON.stringify(found) !== JSON.stringify(blameOf(trace, new Set())));
          restored += found.filter(({ restores }) => restores !== undefined).length;
        });
      }),
      { numRuns: 250, seed: 20260302 },
    );
    // The question is not empty: often the ignored events matter, and wordings come back.
    expect(changed).toBeGreaterThan(200);
    expect(restored).toBeGreaterThan(30);
  });

  test('names as restored the first who gave the wording and is not looked behind', () => {
    const bodies = ['quý', 'tháng', 'quý', 'năm', 'quý'];
    const history = bodies.map((each, index) => ({
      eventId: `e${index}`,
      clauses: [{ clauseId: 'c1', label: 'Điều 1', body: each }],
    }));
    const trace = tracesOf(history).at(-1) ?? noTrace;
    const restores = (...ignore: readonly string[]) => blameOf(trace, new Set(ignore))[0]?.restores;
    expect(restores()).toBe('e0');
    expect(restores('e2')).toBe('e0');
    expect(restores('e4', 'e3')).toBe('e0');
    expect(restores('e4', 'e3', 'e2')).toBeUndefined();
  });
});

describe('the wordings of a clause', () => {
  test('keep what each stands for, and leave older ones as they were', () => {
    const texts = fc.array(fc.oneof(body, fc.string({ maxLength: 2 }), fc.constantFrom('costarring', 'liquid')), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(texts, (list) => {
        const versions: Wordings<number>[] = [undefined];
        list.forEach((text, index) => versions.push(withWording(versions.at(-1), text, index)));
        versions.forEach((version, size) => {
          const model = new Map(list.slice(0, size).map((text, index) => [text, index]));
          for (const text of list) expect(valueOf(version, text)).toBe(model.get(text));
        });
      }),
      { numRuns: 100, seed: 20260303 },
    );
  });

  test('tell texts of one hash apart', () => {
    // These two have the same 32 bits of FNV-1a.
    const both = withWording(withWording<number>(undefined, 'costarring', 1), 'liquid', 2);
    expect([valueOf(both, 'costarring'), valueOf(both, 'liquid'), valueOf(both, 'other')]).toEqual([1, 2, undefined]);
  });
});
