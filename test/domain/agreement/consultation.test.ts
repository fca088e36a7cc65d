import { describe, expect, test } from '@jest/globals';
import { day } from '../../../src/domain/kernel/fuzzyDate.js';
import { closeConsultation, consult, contributorOf, dispose, opine, opinion } from './lifeWorld.js';
import {
  after,
  byDrafter,
  byImport,
  byLeader,
  draft,
  finalize,
  givenAfter,
  open,
  stateAfter,
  verdict,
} from './world.js';

const opened = { audience: ['hu-1', 'hu-2'], textVersion: 1 };
const disposed = { opinionId: 'op-1', disposition: 'ACCEPTED' as const, explanation: 'Đã bổ sung vào Điều 2.' };
const given = { ...opinion, stance: 'AGREE_WITH_CHANGES' as const };
const none = { AGREE: 0, AGREE_WITH_CHANGES: 0, DISAGREE: 0, NO_OPINION: 0 };
const consulting = [draft(), consult()] as const;

describe('Opening a consultation', () => {
  test('sends the current text out, and changes the state', () => {
    givenAfter(draft())
      .when(consult({ dueBy: day('2026-03-20') }))
      .then({ type: 'ConsultationOpened', data: { ...opened, dueBy: day('2026-03-20') } })
      .andAgain()
      .thenNothingMore();
    const { status, consultations } = stateAfter(...consulting);
    expect([status, consultations]).toEqual([
      'CONSULTING',
      [{ ...opened, eventId: '00000000-0000-4000-8000-000000000002', counts: null }],
    ]);
  });

  test('invariant 30: is of the current text only', () => {
    givenAfter(draft())
      .when(consult({ textVersion: 2 }))
      .thenRejected('TEXT_VERSION_NOT_CURRENT', { path: 'textVersion' });
  });

  test('invariant 65: asks registered organisations', () => {
    givenAfter(draft())
      .when(consult({ audience: ['hu-1', 'nobody'] }))
      .thenRejected('NOT_FOUND', { path: 'audience', details: { type: 'organization', id: 'nobody' } });
  });

  test('to others while one is open is refused', () => {
    givenAfter(...consulting)
      .when(consult({ audience: ['hu-3'] }))
      .thenRejected('STATE_NOT_ALLOWED');
  });

  test('lets the draft be revised meanwhile', () => {
    expect(verdict(after(...consulting), byDrafter('ReviseDraft', { patch: { subject: 'Mới' } }))).toEqual([
      'DraftRevised',
    ]);
    expect(stateAfter(...consulting, byDrafter('ReviseDraft', { patch: { subject: 'Mới' } })).status).toBe(
      'CONSULTING',
    );
  });
});

describe('An opinion', () => {
  test('is what an organisation says of the draft, or of a clause', () => {
    givenAfter(...consulting)
      .when(opine({ clauseId: 'c2' }))
      .then({ type: 'OpinionSubmitted', data: { ...given, clauseId: 'c2' } })
      .andAgain()
      .thenNothingMore();
    expect(stateAfter(...consulting, opine()).opinions).toEqual([
      {
        ...given,
        eventId: '00000000-0000-4000-8000-000000000003',
        consultationId: '00000000-0000-4000-8000-000000000002',
        disposed: null,
      },
    ]);
  });

  test('may be that of an office', () => {
    const { orgId: _, ...rest } = given;
    const data = { ...rest, officeId: 'off-b1' };
    const actor = { ...contributorOf('hu-1'), officeId: 'off-b1' };
    givenAfter(...consulting)
      .when(byDrafter('SubmitOpinion', data, { actor }))
      .then({ type: 'OpinionSubmitted', data });
    givenAfter(...consulting)
      .when(byDrafter('SubmitOpinion', data, { actor: contributorOf('hu-1') }))
      .thenRejected('ROLE_NOT_ALLOWED', {
        details: { role: 'CONTRIBUTOR', command: 'SubmitOpinion', officeId: 'off-b1' },
      });
    givenAfter(...consulting)
      .when(byDrafter('SubmitOpinion', { ...data, officeId: 'off-x' }, { actor: { ...actor, officeId: 'off-x' } }))
      .thenRejected('NOT_FOUND', { path: 'officeId', details: { type: 'office', id: 'off-x' } });
  });

  test('is nobody’s that names neither an organisation nor an office', () => {
    const { orgId: _, ...rest } = given;
    givenAfter(...consulting)
      .when(byDrafter('SubmitOpinion', rest, { actor: contributorOf('hu-1') }))
      .thenRejected('INPUT_INVALID', {
        path: 'orgId',
        details: { problem: 'an opinion is that of an organisation or an office' },
      });
  });

  test('invariant 66: is given in nobody else’s name, but for an acting body in that of its organisation', () => {
    givenAfter(...consulting)
      .when(opine({}, { actor: contributorOf('hu-2') }))
      .thenRejected('ROLE_NOT_ALLOWED', {
        details: { role: 'CONTRIBUTOR', command: 'SubmitOpinion', orgId: 'hu-1' },
      });
    givenAfter(...consulting)
      .when(opine({ orgId: 'btv-1' }, { actor: contributorOf('hu-1') }))
      .then({ type: 'OpinionSubmitted', data: { ...given, orgId: 'btv-1' } });
    givenAfter(...consulting)
      .when(byImport('SubmitOpinion', given, '2026-03-02'))
      .then({ type: 'OpinionSubmitted', data: given });
  });

  test('invariant 65: is of a registered organisation, and of a clause that the text has', () => {
    givenAfter(...consulting)
      .when(opine({ orgId: 'nobody' }))
      .thenRejected('NOT_FOUND', { path: 'orgId', details: { type: 'organization', id: 'nobody' } });
    givenAfter(...consulting)
      .when(opine({ clauseId: 'c9' }))
      .thenRejected('NOT_FOUND', { path: 'clauseId', details: { type: 'clause', id: 'c9' } });
  });

  test('invariant 67: keeps its id to itself', () => {
    givenAfter(...consulting, opine())
      .when(opine({ text: 'Ý kiến khác.' }))
      .thenRejected('ID_EXISTS', { path: 'opinionId', details: { type: 'opinion', id: 'op-1' } });
  });

  test('has words of a bounded length', () => {
    expect(() => verdict(after(...consulting), opine({ text: '' }))).toThrow();
    expect(() => verdict(after(...consulting), opine({ text: 'x'.repeat(20_001) }))).toThrow();
    const markup = '<script>alert(1)</script>';
    expect(stateAfter(...consulting, opine({ text: markup })).opinions[0]?.text).toBe(markup);
  });
});

describe('Disposing of an opinion', () => {
  test('says what was done with it, and why, while the draft is open', () => {
    givenAfter(...consulting, opine())
      .when(dispose())
      .then({ type: 'OpinionDisposed', data: disposed })
      .andAgain()
      .thenNothingMore();
    givenAfter(...consulting, opine(), closeConsultation())
      .when(dispose())
      .then({ type: 'OpinionDisposed', data: disposed });
  });

  test('may be thought over: the last word stands', () => {
    const again = { disposition: 'PARTLY', explanation: 'Bổ sung một phần.' };
    const { opinions } = stateAfter(...consulting, opine(), dispose(), dispose(again));
    expect(opinions.map(({ disposed: kept }) => kept)).toEqual([
      { ...again, eventId: '00000000-0000-4000-8000-000000000005' },
    ]);
  });

  test('invariant 65: is of an opinion on record', () => {
    givenAfter(...consulting)
      .when(dispose())
      .thenRejected('NOT_FOUND', { path: 'opinionId', details: { type: 'opinion', id: 'op-1' } });
  });
});

describe('Closing a consultation', () => {
  test('counts the opinions by what they say, and returns to the draft', () => {
    const stances = ['AGREE', 'AGREE', 'DISAGREE', 'NO_OPINION', 'AGREE_WITH_CHANGES', 'AGREE'];
    givenAfter(...consulting, ...stances.map((stance, index) => opine({ opinionId: `op-${index}`, stance })))
      .when(closeConsultation({ summary: 'Đa số nhất trí.' }))
      .then({
        type: 'ConsultationClosed',
        data: {
          summary: 'Đa số nhất trí.',
          counts: { AGREE: 3, AGREE_WITH_CHANGES: 1, DISAGREE: 1, NO_OPINION: 1 },
        },
      })
      .andAgain()
      .thenNothingMore();
  });

  test('counts those of its own round alone', () => {
    const twice = [
      ...consulting,
      opine(),
      closeConsultation(),
      consult(),
      opine({ opinionId: 'op-2', stance: 'AGREE' }),
      closeConsultation(),
    ];
    const { status, consultations } = stateAfter(...twice);
    expect([status, consultations.map(({ counts }) => counts)]).toEqual([
      'DRAFTING',
      [
        { ...none, AGREE_WITH_CHANGES: 1 },
        { ...none, AGREE: 1 },
      ],
    ]);
  });
});

describe('Opening signing', () => {
  test('invariant 13: waits until every opinion is disposed of', () => {
    const final = [...consulting, opine(), opine({ opinionId: 'op-2' }), closeConsultation(), dispose(), finalize()];
    givenAfter(...final)
      .when(open())
      .thenRejected('OPINIONS_UNDISPOSED', { details: { opinionIds: ['op-2'] } });
    const answered = [
      ...final,
      byLeader('ReopenDraft', { reason: 'còn ý kiến' }),
      dispose({ opinionId: 'op-2', disposition: 'REJECTED', explanation: 'Ngoài phạm vi.' }),
      finalize(),
    ];
    expect(verdict(after(...answered), open())).toEqual(['SigningOpened']);
  });

  test('invariant 13: holds for imports as well', () => {
    const final = [...consulting, opine(), closeConsultation(), finalize()];
    expect(verdict(after(...final), byImport('OpenSigning', {}, '2026-03-02'))).toBe('OPINIONS_UNDISPOSED');
  });
});
