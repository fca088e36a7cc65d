import { describe, expect, test } from '@jest/globals';
import { day, type FuzzyDate, unknownDate } from '../../../src/domain/kernel/fuzzyDate.js';
import type { MandateFact, OfficeFact } from '../../../src/domain/office/index.js';
import {
  after,
  agreementId,
  bodiesWith,
  bodyOf,
  draft,
  facts,
  givenWith,
  office,
  officesWith,
  paper,
  partyA,
  present,
  sign,
  signatory,
  signedDigitally,
  toFinal,
  toSigning,
  open,
  verdict,
} from './world.js';

const details = { officeId: 'off-b1', partyId: 'b1' };
const holding = (from: FuzzyDate, to: FuzzyDate | null = null, personKey = 'person-off-b1') => ({
  personKey,
  from,
  to,
});
/** The office that signs for B1, as the test wants it. */
const officeB1 = (over: Partial<OfficeFact>) => ({ offices: officesWith(office('off-b1', 'hu-1', over)) });
const mandate = (over: Partial<MandateFact> = {}): MandateFact => ({
  mandateId: 'man-1',
  grantorOfficeId: 'off-chief',
  grantorOrgId: 'btv-1',
  capacity: 'ON_BEHALF_OF_BODY',
  scope: {},
  from: day('2026-01-01'),
  to: null,
  ...over,
});
/** An office of another organisation, with mandates of B1. */
const grantee = (...mandates: readonly MandateFact[]) => ({
  offices: officesWith(office('off-b1', 'agency', { mandates })),
});
const year = (of: number): FuzzyDate => ({
  earliest: `${of}-01-01`,
  latest: `${of}-12-31`,
  precision: 'YEAR',
  certainty: 'INFERRED',
});
const verdictIn = (more: Parameters<typeof facts>[0], sent = sign('b1')) =>
  verdict(after(...toSigning), sent, facts(more));

describe('Authority by holding an office', () => {
  test('invariant 21: an office of the party’s body, or of the organisation behind it, that is held', () => {
    for (const orgId of ['btv-1', 'hu-1'])
      expect(verdictIn({ offices: officesWith(office('off-b1', orgId)) })).toEqual(['PartySigned']);
  });

  test('invariant 21: an office of another organisation, a vacant one, or one not yet held proves nothing', () => {
    for (const more of [
      { offices: officesWith(office('off-b1', 'hu-2')) },
      officeB1({ holdings: [] }),
      officeB1({ holdings: [holding(day('2026-03-03'))] }),
    ])
      givenWith(more, ...toSigning)
        .when(paper('b1'))
        .thenRejected('AUTHORITY_NOT_PROVEN', { path: 'officeId', details });
  });

  test('invariant 21: a holding that has ended has expired', () => {
    givenWith(officeB1({ holdings: [holding(day('2020-01-01'), day('2026-03-01'))] }), ...toSigning)
      .when(paper('b1'))
      .thenRejected('AUTHORITY_EXPIRED', { path: 'officeId', details });
  });

  test('invariant 21: the first and the last day count whole', () => {
    for (const holdings of [[holding(day('2026-03-02'))], [holding(day('2020-01-01'), day('2026-03-02'))]])
      givenWith(officeB1({ holdings }), ...toSigning)
        .when(sign('b1'))
        .then({ type: 'PartySigned', data: signedDigitally('b1') });
  });

  test('invariant 21: a holding that may have begun or ended leaves a doubt', () => {
    for (const holdings of [[holding(year(2026))], [holding(day('2020-01-01'), year(2026))]])
      givenWith(officeB1({ holdings }), ...toSigning)
        .when(sign('b1'))
        .then({
          type: 'PartySigned',
          data: signedDigitally('b1', {
            warnings: [
              { code: 'AUTHORITY_EXPIRED', path: 'officeId', details },
              { code: 'SIGNER_IDENTITY_MISMATCH', path: 'officeId', details },
            ],
          }),
        });
  });
});

describe('Authority by mandate', () => {
  test('invariant 21: a mandate of the party’s body is enough for an office of another organisation', () => {
    expect(verdictIn(grantee(mandate()))).toEqual(['PartySigned']);
    expect(verdictIn(grantee(mandate({ grantorOrgId: 'hu-1' })))).toEqual(['PartySigned']);
  });

  test('invariant 21: must come from the party’s body, in that capacity, for this agreement or this kind', () => {
    for (const [over, expected] of [
      [{ grantorOrgId: 'btv-2' }, 'AUTHORITY_NOT_PROVEN'],
      [{ capacity: 'BY_ORDER' }, 'AUTHORITY_NOT_PROVEN'],
      [{ scope: { agreementId: 'agr-other' } }, 'AUTHORITY_NOT_PROVEN'],
      [{ scope: { kind: 'COORDINATION_PROGRAMME' } }, 'AUTHORITY_NOT_PROVEN'],
      [{ scope: { agreementId } }, ['PartySigned']],
      [{ scope: { kind: 'COORDINATION_REGULATION' } }, ['PartySigned']],
    ] as const)
      expect(verdictIn(grantee(mandate(over)))).toEqual(expected);
  });

  test('invariant 21: a mandate that ran out or was revoked has expired; its last day counts', () => {
    expect(verdictIn(grantee(mandate({ to: day('2026-03-01') })))).toBe('AUTHORITY_EXPIRED');
    expect(verdictIn(grantee(mandate({ to: day('2026-03-02') })))).toEqual(['PartySigned']);
    expect(verdictIn(grantee(mandate({ from: day('2026-03-03') })))).toBe('AUTHORITY_NOT_PROVEN');
  });

  test('invariant 21: of several mandates the one named by the signer counts', () => {
    const two = grantee(mandate({ to: day('2026-03-01') }), mandate({ mandateId: 'man-2' }));
    const as = (mandateId: string) => sign('b1', {}, { actor: { ...signatory('off-b1'), mandateId } });
    expect(verdictIn(two)).toEqual(['PartySigned']);
    expect(verdictIn(two, as('man-2'))).toEqual(['PartySigned']);
    expect(verdictIn(two, as('man-1'))).toBe('AUTHORITY_EXPIRED');
    expect(verdictIn(two, as('man-9'))).toBe('AUTHORITY_NOT_PROVEN');
  });
});

describe('The capacity', () => {
  test('invariant 22: K/T is not for a collective body, whoever records it', () => {
    for (const sent of [sign('b1', { capacity: 'FOR_HEAD' }), paper('b1', { capacity: 'FOR_HEAD' })])
      givenWith({}, ...toSigning)
        .when(sent)
        .thenRejected('CAPACITY_NOT_ALLOWED', {
          path: 'capacity',
          details: { capacity: 'FOR_HEAD', partyId: 'b1' },
        });
    expect(verdictIn({}, sign('a', { capacity: 'FOR_HEAD' }))).toBe('CAPACITY_NOT_ALLOWED');
  });

  test('invariant 22: K/T is for a body with one head; the other capacities are for all', () => {
    const agency = { partyId: 'x', side: 'B', bodyIds: ['agency'], jointBody: false };
    const past = after(draft({ parties: [partyA, agency] }), ...toFinal.slice(1), present(), open());
    expect(verdict(past, sign('x', { officeId: 'off-agency', capacity: 'FOR_HEAD' }))).toEqual(['PartySigned']);
    for (const capacity of ['ON_BEHALF_OF_BODY', 'BY_ORDER', 'BY_SUB_DELEGATION', 'ACTING'])
      expect(verdictIn({}, sign('b1', { capacity }))).toEqual(['PartySigned']);
  });
});

describe('The signer', () => {
  const as = (personKey: string | undefined) => {
    const { personKey: _, ...actor } = signatory('off-b1');
    return sign('b1', {}, { actor: personKey === undefined ? actor : { ...actor, personKey } });
  };

  test('invariant 23: is the person who holds the office, not who has its link', () => {
    for (const personKey of ['person-off-b2', undefined])
      givenWith({}, ...toSigning)
        .when(as(personKey))
        .thenRejected('SIGNER_IDENTITY_MISMATCH', { path: 'officeId', details });
  });

  test('invariant 23: is the holder of that day, not a former or a coming one', () => {
    const holdings = [
      holding(day('2020-01-01'), day('2026-01-01'), 'former'),
      holding(day('2026-01-01'), day('2026-05-01')),
      holding(day('2026-05-01'), null, 'coming'),
    ];
    expect(verdictIn(officeB1({ holdings }), as('former'))).toBe('SIGNER_IDENTITY_MISMATCH');
    expect(verdictIn(officeB1({ holdings }), as('coming'))).toBe('SIGNER_IDENTITY_MISMATCH');
    expect(verdictIn(officeB1({ holdings }), as('person-off-b1'))).toEqual(['PartySigned']);
  });

  test('invariant 23: with a mandate, is the holder of the office that received it', () => {
    expect(verdictIn(grantee(mandate()), as('person-chief'))).toBe('SIGNER_IDENTITY_MISMATCH');
  });

  test('of a paper is not the clerk who records it', () => {
    expect(verdictIn({}, paper('b1'))).toEqual(['PartySigned', 'PaperCopyConverted']);
  });
});

describe('Doubtful days', () => {
  test('an unknown day of signing never refuses for authority or dissolution', () => {
    const sent = paper('b1', {}, { occurred: unknownDate });
    const more = {
      bodies: bodiesWith(bodyOf('btv-1', { dissolvedFrom: day('2025-07-01') })),
      offices: officesWith(office('off-b1', 'hu-1', { holdings: [holding(day('2020-01-01'), day('2021-01-01'))] })),
    };
    expect(verdictIn(more, sent)).toEqual(['PartySigned', 'PaperCopyConverted']);
  });
});
