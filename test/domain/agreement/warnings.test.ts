import { describe, expect, test } from '@jest/globals';
import {
  agreement,
  type AgreementState,
  type PartyState,
  type Signature,
  warningsOnRead,
} from '../../../src/domain/agreement/index.js';
import { day } from '../../../src/domain/kernel/fuzzyDate.js';
import type { OfficeFact } from '../../../src/domain/office/index.js';
import type { BodyFact } from '../../../src/domain/organization/index.js';

const at = '2026-11-21T10:00:00.000Z';

const party = (partyId: string, side: string, more: Partial<PartyState> = {}): PartyState => ({
  partyId,
  side,
  bodyIds: [`org-${partyId}`],
  jointBody: false,
  organizationId: `org-${partyId}`,
  status: 'SIGNED',
  signatures: [],
  ...more,
});

const signature = (more: Partial<Signature> = {}): Signature => ({
  partyId: 'a',
  officeId: 'off-a',
  capacity: 'ON_BEHALF_OF_BODY',
  textSha256: null,
  signatureKind: 'WET_INK',
  sealApplied: null,
  eventId: 'event-signed',
  signedOn: day('2024-05-10'),
  ...more,
});

const signedBy = (partyId: string, side: string): PartyState =>
  party(partyId, side, { signatures: [signature({ partyId, officeId: `off-${partyId}` })] });

/** In force, with nothing to tell. */
const sound: AgreementState = {
  ...agreement.initialState,
  status: 'IN_FORCE',
  number: { asWritten: '01-QC/X', canonical: '01-QC/X' },
  period: { start: day('2024-01-01'), end: day('2028-12-31') },
  signedOn: day('2024-05-10'),
  parties: [signedBy('a', 'A'), signedBy('b', 'B')],
};

const body = (id: string, more: Partial<BodyFact> = {}): BodyFact => ({
  id,
  name: id,
  kind: 'UNION_FEDERATION',
  system: 'UNION',
  parentId: null,
  organizationId: id,
  ancestors: [],
  abbreviations: [],
  isClass: false,
  dissolvedFrom: null,
  successors: [],
  ...more,
});

const office = (officeId: string, more: Partial<OfficeFact> = {}): OfficeFact => ({
  officeId,
  title: officeId,
  orgId: officeId.replace('off', 'org'),
  holdings: [{ personKey: 'p', from: day('2020-01-01'), to: null }],
  mandates: [],
  ...more,
});

const byId = <T>(items: readonly T[], id: (item: T) => string): ReadonlyMap<string, T> =>
  new Map(items.map((item) => [id(item), item]));

const warn = (
  state: AgreementState,
  known: { readonly bodies?: readonly BodyFact[]; readonly offices?: readonly OfficeFact[] } = {},
) =>
  warningsOnRead(state, {
    agreementId: 'agr-1',
    at,
    bodies: byId(known.bodies ?? [body('org-a'), body('org-b')], ({ id }) => id),
    offices: byId(known.offices ?? [office('off-a'), office('off-b')], ({ officeId }) => officeId),
  });

describe('warnings on read', () => {
  test('are none for an agreement of which everything is known', () => {
    expect(warn(sound)).toEqual([]);
  });

  test('are none for a draft, of which nothing is due yet', () => {
    const draft = { ...agreement.initialState, status: 'DRAFTING', parties: [party('a', 'A')] } as const;
    expect(warn(draft)).toEqual([]);
  });

  test.each([
    ['no period', null],
    ['no end', { start: day('2024-01-01'), end: null }],
    ['an end without a last day', { start: null, end: { precision: 'UNKNOWN', certainty: 'UNKNOWN' } }],
  ] as const)('OPEN_ENDED: %s', (_, period) => {
    expect(warn({ ...sound, period })).toEqual([{ code: 'OPEN_ENDED', path: 'period' }]);
  });

  test('OPEN_ENDED is not said of what has ended', () => {
    expect(warn({ ...sound, status: 'TERMINATED', period: null })).toEqual([]);
  });

  test('EXPIRED_WITHOUT_FINAL_REVIEW until one is on record', () => {
    const expired = { ...sound, status: 'EXPIRED' } as const;
    expect(warn(expired)).toEqual([
      { code: 'EXPIRED_WITHOUT_FINAL_REVIEW', path: 'finalReviewId', details: { periodEnd: '2028-12-31' } },
    ]);
    expect(warn({ ...expired, finalReviewId: 'rev-1' })).toEqual([]);
  });

  test('SIGNING_OVERDUE once the whole deadline has passed', () => {
    const signing = {
      order: { mode: 'PARALLEL' },
      required: [],
      requirePresentation: true,
      textVersion: 1,
      textSha256: 'a'.repeat(64),
    } as const;
    const due = (deadline: string) =>
      warn({ ...sound, status: 'SIGNING', signing: { ...signing, deadline: day(deadline) } });
    expect(due('2026-11-20')).toEqual([
      { code: 'SIGNING_OVERDUE', path: 'signing/deadline', details: { deadline: '2026-11-20' } },
    ]);
    expect(due('2026-11-21')).toEqual([]);
  });

  test('SIGNATORY_UNKNOWN for each party that signed by nobody knows whom', () => {
    const nobody = party('b', 'B', { signatures: [signature({ partyId: 'b', officeId: null })] });
    const expected = (partyId: string) => ({
      code: 'SIGNATORY_UNKNOWN',
      path: `parties/${partyId}`,
      details: { partyId },
    });
    expect(warn({ ...sound, parties: [party('a', 'A'), nobody] })).toEqual([expected('a'), expected('b')]);
  });

  test('SIGNATORY_UNKNOWN is not said of a counterparty that may yet join, nor of a class', () => {
    const classOfBodies = party('c', 'B', { bodyIds: [], organizationId: null, classOrgId: 'org-class' });
    const waiting = party('b2', 'B', { status: 'INVITED' });
    const parties = [...sound.parties, waiting, classOfBodies];
    expect(warn({ ...sound, effectivenessRule: 'PER_COUNTERPARTY', parties })).toEqual([]);
  });

  test('SIGNED_ON_UNKNOWN where no day is known, though a bound may be', () => {
    const expected = [{ code: 'SIGNED_ON_UNKNOWN', path: 'signedOn' }];
    expect(warn({ ...sound, signedOn: null })).toEqual(expected);
    expect(warn({ ...sound, signedOn: { latest: '2021-03-24', precision: 'RANGE', certainty: 'INFERRED' } })).toEqual(
      expected,
    );
  });

  test('NUMBER_UNKNOWN once it was signed', () => {
    expect(warn({ ...sound, number: null })).toEqual([{ code: 'NUMBER_UNKNOWN', path: 'number' }]);
  });

  test('PARTY_DISSOLVED_NO_SUCCESSOR once it is gone and nobody took its place', () => {
    const gone = (from: string, successors: readonly string[] = []) =>
      warn(sound, { bodies: [body('org-a'), body('org-b', { dissolvedFrom: day(from), successors })] });
    expect(gone('2025-07-01')).toEqual([
      { code: 'PARTY_DISSOLVED_NO_SUCCESSOR', path: 'parties/b', details: { partyId: 'b', orgId: 'org-b' } },
    ]);
    expect(gone('2025-07-01', ['org-c'])).toEqual([]);
    expect(gone('2027-01-01')).toEqual([]);
  });

  test('AUTHORITY_REVOKED_SINCE when the record no longer has a right for that day', () => {
    const later = office('off-b', { holdings: [{ personKey: 'p', from: day('2025-01-01'), to: null }] });
    const expected = {
      code: 'AUTHORITY_REVOKED_SINCE',
      path: 'parties/b',
      details: { officeId: 'off-b', partyId: 'b' },
    };
    expect(warn(sound, { offices: [office('off-a'), later] })).toEqual([expected]);

    const mandate = {
      mandateId: 'man-1',
      grantorOfficeId: 'off-x',
      grantorOrgId: 'org-b',
      capacity: 'ON_BEHALF_OF_BODY',
      scope: { agreementId: 'agr-1' },
      from: day('2024-01-01'),
      to: null,
    } as const;
    const withMandate = (more: object) =>
      warn(sound, { offices: [office('off-a'), { ...later, mandates: [{ ...mandate, ...more }] }] });
    expect(withMandate({})).toEqual([]);
    expect(withMandate({ to: day('2024-05-09') })).toEqual([expected]);
    expect(withMandate({ scope: { agreementId: 'agr-2' } })).toEqual([expected]);
    expect(withMandate({ scope: { kind: 'COORDINATION_PROGRAMME' } })).toEqual([expected]);
    expect(withMandate({ capacity: 'BY_ORDER' })).toEqual([expected]);
    expect(withMandate({ grantorOrgId: 'org-a' })).toEqual([expected]);
  });

  test('AUTHORITY_REVOKED_SINCE is not said where the right was never proven', () => {
    const kept = { code: 'AUTHORITY_NOT_PROVEN', path: 'officeId', eventId: 'event-signed' } as const;
    const offices = [office('off-a'), office('off-b', { holdings: [] })];
    expect(warn({ ...sound, warnings: [kept] }, { offices })).toEqual([kept]);
  });

  test('come before what events keep, and each code and path once', () => {
    const kept = [
      { code: 'NUMBER_UNKNOWN', path: 'number', eventId: 'event-1' },
      { code: 'SIGNED_TEXT_MISMATCH', path: 'textSha256', eventId: 'event-2' },
      { code: 'SIGNED_TEXT_MISMATCH', path: 'textSha256', eventId: 'event-3' },
    ] as const;
    expect(warn({ ...sound, number: null, warnings: kept })).toEqual([
      { code: 'NUMBER_UNKNOWN', path: 'number' },
      kept[1],
    ]);
  });
});
