import { describe, expect, test } from '@jest/globals';
import { agreement } from '../../../src/domain/agreement/index.js';
import { archive } from './lifeWorld.js';
import { after, byClerk, byDrafter, byLeader, draft, givenAfter, stateAfter, verdict } from './world.js';

describe('A document that an agreement cites', () => {
  const kept = {
    docId: 'doc-kh-35',
    relation: 'IN_THE_SPIRIT_OF',
    in: 'ASSESSMENT',
    asWritten: 'Kế hoạch số 35',
  } as const;
  const cite = (over: object = {}) => byClerk('CiteDocument', { ...kept, ...over });

  test('is put on record once in the same words and the same place, and again in others', () => {
    givenAfter(draft()).when(cite()).then({ type: 'DocumentCited', data: kept }).andAgain().thenNothingMore();
    for (const other of [{ in: 'TASK' }, { relation: 'SUBJECT' }, { asWritten: '35/KH-TU' }, { docId: 'doc-35' }])
      expect(verdict(after(draft(), cite()), cite(other))).toEqual(['DocumentCited']);
    const state = stateAfter(draft(), cite(), cite({ in: 'TASK' }));
    expect(state.citations).toEqual([kept, { ...kept, in: 'TASK' }]);
    expect(state.text).toEqual(stateAfter(draft()).text);
  });

  test('in the draft is on record already', () => {
    const inText = { docId: 'doc-1', relation: 'IMPLEMENTS', asWritten: 'Chương trình 05' };
    givenAfter(draft({ citations: [inText] }))
      .when(byDrafter('CiteDocument', { ...inText, in: 'TEXT' }))
      .thenNothingMore();
  });

  test('cited in the text gives way to a revision that states anew what the text cites; others stay', () => {
    const inText = { relation: 'IMPLEMENTS', asWritten: 'Chương trình 05' };
    const revise = byDrafter('ReviseDraft', { patch: { citations: [inText] } });
    expect(stateAfter(draft(), cite({ in: 'TEXT' }), cite(), revise).citations).toEqual([
      { ...inText, in: 'TEXT' },
      kept,
    ]);
  });

  test('invariant 37: is cited after the end, by drafter and clerk alone', () => {
    const past = after(draft(), byLeader('WithdrawDraft', { reason: 'x' }), archive());
    expect(verdict(past, cite())).toEqual(['DocumentCited']);
    expect(agreement.commands.CiteDocument?.roles).toEqual(['DRAFTER', 'CLERK']);
  });

  test('invariant 69: is cited 200 times by one agreement at most', () => {
    const many = Array.from({ length: 200 }, (_, index) => cite({ asWritten: `Công văn số ${index}` }));
    const past = after(draft({ citations: [] }), ...many);
    givenAfter(draft({ citations: [] }), ...many)
      .when(cite())
      .thenRejected('CAPACITY_LIMIT', { path: 'docId', details: { what: 'citations', limit: 200, given: 201 } });
    expect(verdict(past, cite({ asWritten: 'Công văn số 7' }))).toEqual([]);
  });

  test('may be told with a doubt about which one it is', () => {
    const claims = [{ path: 'docId', certainty: 'INFERRED', basis: 'cùng số, cùng cơ quan' }] as const;
    const state = stateAfter(draft(), { ...cite(), meta: { ...cite().meta, claims } });
    expect(state.uncertain['citations/doc-kh-35/docId']).toMatchObject({ certainty: 'INFERRED' });
  });
});
