import { describe, expect, test } from '@jest/globals';
import { agreement } from '../../../src/domain/agreement/index.js';
import { day, type FuzzyDate, unknownDate } from '../../../src/domain/kernel/fuzzyDate.js';
import { entryOf } from '../../../src/domain/kernel/ids.js';
import { given } from '../../support/deciderSpec.js';
import {
  after,
  bodiesWith,
  bodyOf,
  byClerk,
  byImport,
  byLeader,
  byPolicy,
  draft,
  draftData,
  facts,
  givenAfter,
  givenWith,
  partyA,
  partyB,
  partyC,
  sha,
  stateAfter,
  storedA,
  storedB,
  storedC,
  text,
  toForce,
  verdict,
  years,
} from './world.js';

const nothing = given(agreement, facts());
const existing = {
  kind: 'COORDINATION_REGULATION',
  subject: 'Quy chế phối hợp công tác',
  status: 'IN_FORCE',
  effectivenessRule: 'ALL_SIGNED',
  parties: [partyA, partyB(1)],
} as const;
const register = (over: object = {}, occurred: string | FuzzyDate = '2021-11-12', options = {}) =>
  byImport('RegisterExistingAgreement', { ...existing, ...over }, occurred, options);
const bare = {
  ...existing,
  parties: [storedA, storedB(1)],
  fields: [],
  leadIssuer: null,
  period: null,
  number: null,
  text: null,
  textVersion: 1,
  textSha256: null,
};
const numberUnknown = { code: 'NUMBER_UNKNOWN', path: 'number' } as const;
const signedOnUnknown = { code: 'SIGNED_ON_UNKNOWN', path: 'signedOn' } as const;

describe('Registering an agreement that existed before', () => {
  test('keeps what the source does not say as null, with lasting warnings', () => {
    nothing
      .when(register())
      .then({ type: 'AgreementRegistered', data: { ...bare, warnings: [numberUnknown, signedOnUnknown] } })
      .andAgain()
      .thenRejected('ID_EXISTS', { path: 'id', warnings: [] });
  });

  test('keeps everything that the source says', () => {
    nothing
      .when(
        register({
          leadIssuer: 'hu-1',
          period: years('2022', '2025'),
          effectiveFrom: day('2021-11-12'),
          signedOn: day('2021-11-12'),
          text,
          fields: [{ fieldId: 'f1', text: 'một', clauseId: 'c1' }],
        }),
      )
      .then({
        type: 'AgreementRegistered',
        data: {
          ...bare,
          leadIssuer: 'hu-1',
          period: years('2022', '2025'),
          effectiveFrom: day('2021-11-12'),
          signedOn: day('2021-11-12'),
          text,
          textSha256: sha,
          fields: [{ fieldId: 'f1', text: 'một', clauseId: 'c1' }],
          warnings: [numberUnknown],
        },
      });
  });

  test('reads its number against the registry of bodies', () => {
    const named = bodiesWith(
      bodyOf('btv-1', { abbreviations: ['ĐUK'], system: 'PARTY' }),
      bodyOf('ldld-dd', { abbreviations: ['LĐLĐ'], system: 'UNION' }),
    );
    givenWith({ bodies: named })
      .when(register({ number: '02-QC/ĐUK-LĐLĐ', signedOn: day('2021-11-12') }))
      .then({
        type: 'AgreementRegistered',
        data: {
          ...bare,
          signedOn: day('2021-11-12'),
          number: { asWritten: '02-QC/ĐUK-LĐLĐ', canonical: '02-QC/ĐUK-LĐLĐ' },
        },
      });
    givenWith({ bodies: named })
      .when(register({ number: '2-QC/ĐUK-LĐLĐ', signedOn: day('2021-11-12') }))
      .then({
        type: 'AgreementRegistered',
        data: {
          ...bare,
          signedOn: day('2021-11-12'),
          number: { asWritten: '2-QC/ĐUK-LĐLĐ', canonical: '02-QC/ĐUK-LĐLĐ' },
          warnings: [{ code: 'LEADING_ZERO_MISSING', path: 'number' }],
        },
      });
  });

  test('invariant 40: a number that cannot be read, or of an unknown symbol, is refused', () => {
    for (const [number, code] of [
      ['không số', 'DOCNUM_UNPARSEABLE'],
      ['02-ZZ/TU', 'DOCNUM_UNKNOWN_SYMBOL'],
    ] as const)
      nothing.when(register({ number, signedOn: day('2021-11-12') })).thenRejected(code, {
        path: 'number',
        details: { given: number },
      });
  });

  test('invariant 12: of a class that nobody enumerated leaves a warning once signing had begun', () => {
    const parties = [partyA, partyC];
    const unenumerated = {
      code: 'PARTY_CLASS_NOT_ENUMERATED',
      path: 'parties/c',
      details: { partyId: 'c' },
    } as const;
    nothing.when(register({ parties, status: 'SIGNING' })).then({
      type: 'AgreementRegistered',
      data: {
        ...bare,
        status: 'SIGNING',
        parties: [storedA, storedC],
        warnings: [unenumerated, numberUnknown, signedOnUnknown],
      },
    });
    nothing.when(register({ parties, status: 'FINALIZED' })).then({
      type: 'AgreementRegistered',
      data: {
        ...bare,
        status: 'FINALIZED',
        parties: [storedA, storedC],
        warnings: [numberUnknown, signedOnUnknown],
      },
    });
  });

  test('invariants 14, 16, 22 and 28 do not apply: every status stands as stated, without text or signature', () => {
    for (const status of ['SIGNING', 'SIGNED', 'IN_FORCE', 'SUSPENDED', 'EXPIRED', 'ARCHIVED'])
      expect(stateAfter(register({ status })).status).toBe(status);
  });

  test('its text is as far as its status', () => {
    const textIn = (status: string) => stateAfter(register({ status })).text.status;
    expect(['DRAFTING', 'FINALIZED', 'SIGNING', 'SIGNED', 'EXPIRED', 'WITHDRAWN'].map(textIn)).toEqual([
      'DRAFT',
      'FINAL',
      'FINAL',
      'SIGNED',
      'SIGNED',
      'DRAFT',
    ]);
  });

  test('invariant 5: without reason and source leaves a warning on import', () => {
    const sent = register();
    const { reason: _, source: __, ...meta } = sent.meta;
    nothing.when({ ...sent, meta }).then({
      type: 'AgreementRegistered',
      data: {
        ...bare,
        warnings: [{ code: 'LATE_RECORD_REASON_REQUIRED', path: 'reason' }, numberUnknown, signedOnUnknown],
      },
    });
  });

  test('invariants 4, 8, 10, 11, 65, 67 and 69 refuse imports as well', () => {
    for (const [sent, code] of [
      [register({}, '2026-03-03'), 'OCCURRED_IN_FUTURE'],
      [register({ period: years('2025', '2022') }), 'PERIOD_INVALID'],
      [register({ parties: [partyA] }), 'PARTIES_TOO_FEW'],
      [register({ parties: [partyA, partyB(1), partyB(1)] }), 'PARTY_DUPLICATE'],
      [register({ parties: [partyA, { ...partyB(1), bodyIds: ['org-x'] }] }), 'NOT_FOUND'],
      [register({ leadIssuer: 'org-x' }), 'NOT_FOUND'],
      [register({ text, fields: [{ fieldId: 'f', text: 'x', clauseId: 'c9' }] }), 'NOT_FOUND'],
      [
        register({
          fields: [
            { fieldId: 'f', text: 'x' },
            { fieldId: 'f', text: 'y' },
          ],
        }),
        'ID_EXISTS',
      ],
    ] as const)
      expect([code, verdict([], sent)]).toEqual([code, code]);
  });

  test('whose lead is unknown is led by nobody but imports and the policy', () => {
    const signed = register({ status: 'SIGNED', signedOn: day('2021-11-12') });
    givenAfter(signed)
      .when(byLeader('BringIntoForce'))
      .thenRejected('ROLE_NOT_ALLOWED', {
        details: { role: 'ORG_LEADER', command: 'BringIntoForce', leadIssuer: null },
      });
    expect(verdict(after(signed), byPolicy('BringIntoForce'))).toEqual(['AgreementEnteredIntoForce']);
    expect(verdict(after(signed), byImport('BringIntoForce', {}, unknownDate))).toEqual(['AgreementEnteredIntoForce']);
  });
});

describe('The sources of an agreement', () => {
  const link = (sourceId: string, over: object = {}) =>
    byClerk('LinkSource', { sourceId, certainty: 'STATED', ...over });
  const unlink = (sourceId: string) => byClerk('UnlinkSource', { sourceId, reason: 'không cùng văn bản' });

  test('are linked with certainty, basis and what they call it', () => {
    const data = {
      sourceId: 'src-1',
      certainty: 'INFERRED',
      basis: 'same parties',
      alsoCalled: 'Chương trình',
    } as const;
    givenAfter(draft()).when(link('src-1', data)).then({ type: 'SourceLinked', data }).andAgain().thenNothingMore();
    givenAfter(draft(), link('src-1', data))
      .when(link('src-1', { ...data, alsoCalled: 'Quy chế' }))
      .then({ type: 'SourceLinked', data: { ...data, alsoCalled: 'Quy chế' } });
    expect(stateAfter(draft(), link('src-1', data)).sources).toEqual([data]);
  });

  test('are unlinked, once', () => {
    givenAfter(draft(), link('src-1'))
      .when(unlink('src-1'))
      .then({ type: 'SourceUnlinked', data: { sourceId: 'src-1', reason: 'không cùng văn bản' } })
      .andAgain()
      .thenNothingMore();
    givenAfter(draft()).when(unlink('src-1')).thenNothingMore();
    const state = stateAfter(draft(), link('src-1', { certainty: 'INFERRED' }), unlink('src-1'));
    expect([state.sources, state.uncertain]).toEqual([[], stateAfter(draft()).uncertain]);
  });

  test('invariant 65: are registered', () => {
    givenAfter(draft())
      .when(link('src-x'))
      .thenRejected('NOT_FOUND', { path: 'sourceId', details: { type: 'source', id: 'src-x' } });
  });

  test('invariant 61: a second one is STATED only when both carry a number', () => {
    for (const [first, next] of [
      ['src-0', 'src-1'],
      ['src-n1', 'src-1'],
      ['src-0', 'src-n1'],
    ] as const) {
      givenAfter(draft(), link(first))
        .when(link(next))
        .thenRejected('LINK_CERTAINTY_TOO_HIGH', { path: 'certainty', details: { sourceId: next } });
      expect(verdict(after(draft(), link(first)), link(next, { certainty: 'INFERRED' }))).toEqual(['SourceLinked']);
    }
    expect(verdict(after(draft(), link('src-n1')), link('src-n2'))).toEqual(['SourceLinked']);
    expect(verdict(after(draft(), link('src-0', { certainty: 'INFERRED' })), link('src-0'))).toEqual(['SourceLinked']);
  });

  test('invariant 37: are linked, unlinked and observed after the end', () => {
    const past = after(...toForce, byPolicy('ExpireAgreement'), link('src-0'));
    expect(verdict(past, link('src-1', { certainty: 'INFERRED' }))).toEqual(['SourceLinked']);
    expect(verdict(past, unlink('src-0'))).toEqual(['SourceUnlinked']);
  });
});

describe('An observation', () => {
  const observe = (target: object, over: object = {}) =>
    byClerk('ObserveClause', { target, sourceId: 'src-1', asWritten: 'công tác cán bộ', ...over });

  test('says how a source words a field, a clause or a core task, and changes none', () => {
    for (const target of [
      { kind: 'FIELD', fieldId: 'f1' },
      { kind: 'CLAUSE', clauseId: 'c1' },
      { kind: 'CORE_TASK', coreTaskId: 'core-1' },
    ] as const)
      givenAfter(draft())
        .when(observe(target, { corrected: 'Công tác cán bộ' }))
        .then({
          type: 'ClauseObserved',
          data: { target, sourceId: 'src-1', asWritten: 'công tác cán bộ', corrected: 'Công tác cán bộ' },
        })
        .andAgain()
        .thenNothingMore();
    const state = stateAfter(draft(), observe({ kind: 'FIELD', fieldId: 'f1' }));
    expect(state.text).toEqual(stateAfter(draft()).text);
    expect(state.fields[0]).toMatchObject({ ...draftData.fields[0], observations: [{ sourceId: 'src-1' }] });
  });

  test('by another source, or corrected otherwise, stands beside the first', () => {
    const target = { kind: 'CORE_TASK', coreTaskId: 'core-1' } as const;
    const state = stateAfter(
      draft(),
      observe(target),
      observe(target, { sourceId: 'src-0' }),
      observe(target, { corrected: 'Công tác cán bộ' }),
      observe({ kind: 'CLAUSE', clauseId: 'c1' }),
    );
    expect(state.coreTasks['core-1']?.map(({ sourceId, corrected }) => [sourceId, corrected])).toEqual([
      ['src-1', undefined],
      ['src-0', undefined],
      ['src-1', 'Công tác cán bộ'],
    ]);
    expect(state.clauseObservations.c1).toHaveLength(1);
  });

  test('is of what is called as every object of the language has something called', () => {
    const target = { kind: 'CORE_TASK', coreTaskId: 'constructor' } as const;
    const clause = { kind: 'CLAUSE', clauseId: 'toString' } as const;
    const named = draft({ text: { clauses: [{ clauseId: 'toString', label: '', body: 'x' }] }, fields: [] });
    const past = after(named, observe(target), observe(clause));
    expect([verdict(past, observe(target)), verdict(past, observe(clause))]).toEqual([[], []]);
    const state = stateAfter(named, observe(target), observe(clause));
    expect(entryOf(state.coreTasks, 'constructor')).toHaveLength(1);
    expect(entryOf(state.clauseObservations, 'toString')).toHaveLength(1);
  });

  test('invariant 65: is of a field, a clause and a source that exist', () => {
    for (const [sent, path, type, id] of [
      [observe({ kind: 'FIELD', fieldId: 'f9' }), 'target/fieldId', 'field', 'f9'],
      [observe({ kind: 'CLAUSE', clauseId: 'c9' }), 'target/clauseId', 'clause', 'c9'],
      [observe({ kind: 'FIELD', fieldId: 'f1' }, { sourceId: 'src-x' }), 'sourceId', 'source', 'src-x'],
    ] as const)
      givenAfter(draft()).when(sent).thenRejected('NOT_FOUND', { path, details: { type, id } });
  });
});
