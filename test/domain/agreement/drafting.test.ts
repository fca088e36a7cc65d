import { describe, expect, test } from '@jest/globals';
import { hashText } from '../../../src/application/digests.js';
import { agreement, possibleCommands } from '../../../src/domain/agreement/index.js';
import { day, unknownDate } from '../../../src/domain/kernel/fuzzyDate.js';
import { given } from '../../support/deciderSpec.js';
import {
  after,
  agreementId,
  attached,
  byDrafter,
  byImport,
  decide,
  draft,
  draftData,
  facts,
  finalize,
  givenAfter,
  open,
  partyA,
  partyB,
  present,
  sha,
  sign,
  stateAfter,
  storedA,
  storedB,
  text,
  toFinal,
  toForce,
  toSigned,
  toSigning,
  verdict,
  years,
} from './world.js';

const nothing = given(agreement, facts());
const revise = (patch: object, more: object = {}) => byDrafter('ReviseDraft', { patch, ...more });

describe('A draft', () => {
  test('begins with text version 1, its hash, and the organisations behind the bodies', () => {
    nothing
      .when(
        draft({
          effectiveFrom: day('2026-05-01'),
          frameworkId: 'frame-1',
          citations: [{ docId: 'doc-1', relation: 'LEGAL_BASIS', asWritten: 'Nghị quyết 02' }],
        }),
      )
      .then({
        type: 'AgreementDrafted',
        data: {
          kind: 'COORDINATION_REGULATION',
          subject: 'Quy chế phối hợp công tác',
          leadIssuer: 'ldld',
          parties: [storedA, storedB(1), storedB(2)],
          period: years('2022', '2025'),
          plannedEffectiveFrom: day('2026-05-01'),
          effectivenessRule: 'ALL_SIGNED',
          frameworkId: 'frame-1',
          text,
          textVersion: 1,
          textSha256: sha,
          fields: [{ fieldId: 'f1', text: 'công tác tổ chức, cán bộ', clauseId: 'c1' }],
          citations: [{ docId: 'doc-1', relation: 'LEGAL_BASIS', asWritten: 'Nghị quyết 02' }],
        },
      })
      .andAgain()
      .thenRejected('ID_EXISTS', { path: 'id', details: { type: 'agreement', id: agreementId } });
  });

  test('keeps only what was said: no period is null, no effective day is absent', () => {
    const { period: _, fields: __, ...data } = draftData;
    nothing.when(byDrafter('DraftAgreement', data)).then({
      type: 'AgreementDrafted',
      data: {
        kind: 'COORDINATION_REGULATION',
        subject: 'Quy chế phối hợp công tác',
        leadIssuer: 'ldld',
        parties: [storedA, storedB(1), storedB(2)],
        period: null,
        effectivenessRule: 'ALL_SIGNED',
        text,
        textVersion: 1,
        textSha256: sha,
        fields: [],
        citations: [],
      },
    });
  });

  test('invariant 67: an agreement is not drafted under an id that exists, in whatever state it is', () => {
    for (const past of [[draft()], toSigning, toForce])
      givenAfter(...past)
        .when(draft({ subject: 'Khác' }))
        .thenRejected('ID_EXISTS', { path: 'id', details: { type: 'agreement', id: agreementId } });
  });

  test('invariant 67: two clauses or two fields of one id are refused', () => {
    const [clause] = text.clauses;
    nothing
      .when(draft({ text: { clauses: [...text.clauses, clause] } }))
      .thenRejected('ID_EXISTS', { path: 'text/clauses', details: { type: 'text/clauses', id: 'c1' } });
    const fields = [
      { fieldId: 'f1', text: 'một' },
      { fieldId: 'f1', text: 'hai' },
    ];
    nothing
      .when(draft({ fields }))
      .thenRejected('ID_EXISTS', { path: 'fields', details: { type: 'fields', id: 'f1' } });
  });

  test('invariant 65: an unknown lead issuer, body or clause of a field is not found', () => {
    nothing.when(draft({ leadIssuer: 'org-x' })).thenRejected('NOT_FOUND', {
      path: 'leadIssuer',
      details: { type: 'organization', id: 'org-x' },
    });
    nothing.when(draft({ parties: [partyA, { ...partyB(1), bodyIds: ['org-x'] }] })).thenRejected('NOT_FOUND', {
      path: 'parties/b1/bodyIds',
      details: { type: 'organization', id: 'org-x' },
    });
    nothing.when(draft({ fields: [{ fieldId: 'f1', text: 'một', clauseId: 'c9' }] })).thenRejected('NOT_FOUND', {
      path: 'fields/f1/clauseId',
      details: { type: 'clause', id: 'c9' },
    });
  });

  test('invariant 65: nothing can be done to an agreement that does not exist', () => {
    for (const sent of [revise({ subject: 'X' }), finalize(), open(), sign('a')])
      nothing.when(sent).thenRejected('NOT_FOUND', { path: 'id', details: { type: 'agreement', id: agreementId } });
  });

  test('invariant 8: a period that certainly ends before it starts is refused', () => {
    nothing.when(draft({ period: years('2025', '2022') })).thenRejected('PERIOD_INVALID', { path: 'period' });
    givenAfter(draft())
      .when(revise({ period: years('2025', '2022') }))
      .thenRejected('PERIOD_INVALID', { path: 'patch/period' });
  });

  test('invariant 8: a period within one year is in doubt, which is kept and does not refuse', () => {
    const { period: _, ...rest } = draftData;
    nothing.when(draft({ period: years('2022', '2022') })).then({
      type: 'AgreementDrafted',
      data: {
        ...rest,
        kind: 'COORDINATION_REGULATION',
        effectivenessRule: 'ALL_SIGNED',
        period: years('2022', '2022'),
        parties: [storedA, storedB(1), storedB(2)],
        textVersion: 1,
        textSha256: sha,
        citations: [],
        warnings: [{ code: 'PERIOD_INVALID', path: 'period' }],
      },
    });
  });

  test('invariant 8: an open end is no invalid period', () => {
    expect(decide([], draft({ period: { start: day('2025-01-01'), end: null } })).warnings).toEqual([]);
  });

  test('invariant 69: more than 100 fields are too many', () => {
    const fields = Array.from({ length: 100 }, (_, index) => ({ fieldId: `g${index}`, text: 'x' }));
    givenAfter(draft())
      .when(revise({ fields }))
      .thenRejected('CAPACITY_LIMIT', {
        path: 'patch/fields',
        details: { what: 'fields', limit: 100, given: 101 },
      });
  });

  test('invariant 69: more than 200 clauses are too many', () => {
    const clauses = Array.from({ length: 199 }, (_, index) => ({ clauseId: `n${index}`, body: 'x' }));
    givenAfter(draft())
      .when(revise({ clauses }))
      .thenRejected('CAPACITY_LIMIT', {
        path: 'patch/clauses',
        details: { what: 'clauses', limit: 200, given: 201 },
      });
  });
});

describe('A revision', () => {
  test('says what was and what is, under the next version and its hash', () => {
    const next = {
      clauses: [{ clauseId: 'c1', label: 'Điều 1', body: 'Phạm vi và nguyên tắc.' }, ...text.clauses.slice(1)],
    };
    givenAfter(draft())
      .when(revise({ clauses: [{ clauseId: 'c1', body: 'Phạm vi và nguyên tắc.' }] }, { note: 'theo góp ý' }))
      .then({
        type: 'DraftRevised',
        data: {
          textVersion: 2,
          textSha256: hashText(next),
          patch: { clauses: [{ clauseId: 'c1', body: 'Phạm vi và nguyên tắc.' }] },
          changes: [{ path: 'clauses/c1/body', was: 'Phạm vi phối hợp.', now: 'Phạm vi và nguyên tắc.' }],
          note: 'theo góp ý',
        },
      })
      .andAgain()
      .thenNothingMore();
  });

  test('adds, moves and removes clauses and fields, and replaces the rest', () => {
    const sent = revise({
      clauses: [
        { clauseId: 'c3', label: 'Điều 3', body: 'Hiệu lực.', position: 0 },
        { clauseId: 'c1', remove: true },
      ],
      fields: [
        { fieldId: 'f1', clauseId: null },
        { fieldId: 'f2', text: 'thi đua' },
      ],
      subject: 'Chương trình phối hợp',
      period: null,
      effectiveFrom: day('2026-06-01'),
      attachment: attached,
      citations: [{ relation: 'LEGAL_BASIS', asWritten: 'Nghị quyết 02' }],
    });
    const state = stateAfter(draft(), sent);
    const clauses = [{ clauseId: 'c3', label: 'Điều 3', body: 'Hiệu lực.' }, ...text.clauses.slice(1)];
    expect(state.text).toEqual({
      version: 2,
      sha256: hashText({ clauses, attachment: attached }),
      status: 'DRAFT',
      clauses,
      attachment: attached,
      writtenOn: sent.meta.occurred,
    });
    expect(state.fields).toEqual([
      { fieldId: 'f1', text: 'công tác tổ chức, cán bộ', observations: [] },
      { fieldId: 'f2', text: 'thi đua', observations: [] },
    ]);
    expect(state.subject).toBe('Chương trình phối hợp');
    expect(state.period).toBeNull();
    expect(state.plannedEffectiveFrom).toEqual(day('2026-06-01'));
    expect(state.citations).toEqual([{ relation: 'LEGAL_BASIS', in: 'TEXT', asWritten: 'Nghị quyết 02' }]);
  });

  test('of nothing adds nothing', () => {
    givenAfter(draft()).when(revise({})).thenNothingMore();
    givenAfter(draft())
      .when(revise({ subject: draftData.subject }))
      .thenNothingMore();
  });

  test('attaches only a file that was uploaded', () => {
    const elsewhere = { ...attached, sha256: 'c'.repeat(64) };
    const details = { problem: 'no file of this digest was uploaded' };
    nothing
      .when(draft({ text: { ...text, attachment: elsewhere } }))
      .thenRejected('INPUT_INVALID', { path: 'text/attachment/sha256', details });
    givenAfter(draft())
      .when(revise({ attachment: elsewhere }))
      .thenRejected('INPUT_INVALID', { path: 'patch/attachment/sha256', details });
    expect(verdict([], draft({ text: { ...text, attachment: attached } }))).toEqual(['AgreementDrafted']);
    expect(verdict(after(draft({ text: { ...text, attachment: attached } })), revise({ attachment: null }))).toEqual([
      'DraftRevised',
    ]);
    const history = byImport('DraftAgreement', { ...draftData, text: { ...text, attachment: elsewhere } }, unknownDate);
    expect(verdict([], history)).toEqual(['AgreementDrafted']);
  });

  test('that would leave a field without its clause is refused', () => {
    givenAfter(draft())
      .when(revise({ clauses: [{ clauseId: 'c1', remove: true }] }))
      .thenRejected('NOT_FOUND', { path: 'patch/fields/f1/clauseId', details: { type: 'clause', id: 'c1' } });
  });

  test('invariant 65: of an unknown field needs its text', () => {
    givenAfter(draft())
      .when(revise({ fields: [{ fieldId: 'f9', clauseId: 'c1' }] }))
      .thenRejected('NOT_FOUND', { path: 'patch/fields/f9', details: { type: 'field', id: 'f9' } });
  });

  test('invariant 17: is refused from the final text on, until the draft is reopened', () => {
    for (const [past, state] of [
      [toFinal, 'FINALIZED'],
      [[...toFinal, present(), open()], 'SIGNING'],
      [toSigned, 'SIGNED'],
      [toForce, 'IN_FORCE'],
    ] as const)
      givenAfter(...past)
        .when(revise({ subject: 'Khác' }))
        .thenRejected('TEXT_FROZEN', {
          details: {
            command: 'ReviseDraft',
            state,
            allowed: possibleCommands({ status: state, effectivenessRule: 'ALL_SIGNED' }),
          },
        });
  });

  test('invariant 17: that changes nothing is refused all the same once the text is final', () => {
    givenAfter(...toFinal)
      .when(revise({}))
      .thenRejected('TEXT_FROZEN');
  });
});
