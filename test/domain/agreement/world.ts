import { hashText } from '../../../src/application/digests.js';
import {
  agreement,
  type AgreementCommandType,
  type AgreementEvent,
  type AgreementFact,
  type AgreementFacts,
  type AgreementState,
  type PartyInput,
} from '../../../src/domain/agreement/index.js';
import type { Command } from '../../../src/domain/kernel/command.js';
import { type Decision, fold } from '../../../src/domain/kernel/decider.js';
import type { Actor, Recorded } from '../../../src/domain/kernel/event.js';
import { day } from '../../../src/domain/kernel/fuzzyDate.js';
import type { OfficeFact } from '../../../src/domain/office/index.js';
import type { BodyFact } from '../../../src/domain/organization/index.js';
import { command, imported, recorded } from '../../support/builders.js';
import { given } from '../../support/deciderSpec.js';

export const agreementId = 'agr-1';
type Options = NonNullable<Parameters<typeof command>[2]>;
export type Sent = Command<AgreementCommandType>;

const body = (id: string, kind: BodyFact['kind'], parent: string | null = null): BodyFact => ({
  id,
  name: id,
  kind,
  system: 'PARTY',
  parentId: parent,
  organizationId:
    kind === 'STANDING_COMMITTEE' || kind === 'PARTY_CAUCUS' || kind === 'PERMANENT_BODY' ? (parent ?? id) : id,
  ancestors: parent === null ? [] : [parent],
  abbreviations: [],
  isClass: kind === 'PARTY_CLASS',
  dissolvedFrom: null,
  successors: [],
});

/** A federation with its caucus and permanent group, district committees 1 to 5 with their standing committees, an agency. */
const districts = [1, 2, 3, 4, 5];
export const bodies: ReadonlyMap<string, BodyFact> = new Map(
  [
    body('ldld', 'UNION_FEDERATION'),
    body('ldld-dd', 'PARTY_CAUCUS', 'ldld'),
    body('ldld-tt', 'PERMANENT_BODY', 'ldld'),
    body('agency', 'STATE_AGENCY'),
    body('btv-class', 'PARTY_CLASS'),
    ...districts.flatMap((n) => [
      body(`hu-${n}`, 'PARTY_COMMITTEE'),
      body(`btv-${n}`, 'STANDING_COMMITTEE', `hu-${n}`),
    ]),
  ].map((each) => [each.id, each]),
);

export const office = (officeId: string, orgId: string, over: Partial<OfficeFact> = {}): OfficeFact => ({
  officeId,
  title: officeId,
  orgId,
  holdings: [{ personKey: `person-${officeId}`, from: day('2020-01-01'), to: null }],
  mandates: [],
  ...over,
});

export const offices: ReadonlyMap<string, OfficeFact> = new Map(
  [
    office('off-a', 'ldld'),
    office('off-a2', 'ldld-dd'),
    office('off-agency', 'agency'),
    ...districts.map((n) => office(`off-b${n}`, `hu-${n}`)),
  ].map((each) => [each.officeId, each]),
);

export const validCertificate = {
  valid: true,
  serial: '0A',
  issuer: 'CN=CA',
  validFrom: '2025-01-01T00:00:00.000Z',
  validTo: '2027-01-01T00:00:00.000Z',
};

const year = (of: string) => ({
  earliest: `${of}-01-01`,
  latest: `${of}-12-31`,
  precision: 'YEAR' as const,
  certainty: 'STATED' as const,
});
export const years = (start: string, end: string) => ({ start: year(start), end: year(end) });

/** Another agreement on record, for the years that follow. */
export const otherAgreement: AgreementFact = {
  agreementId: 'agr-2',
  status: 'DRAFTING',
  effectivenessRule: 'ALL_SIGNED',
  leadIssuer: 'ldld',
  period: years('2028', '2030'),
  partyBodyIds: ['ldld', 'hu-1'],
};

/** The two files that were uploaded. */
export const scan = 'f'.repeat(64);
export const attached = { sha256: 'd'.repeat(64), name: 'phu-luc.pdf', mediaType: 'application/pdf', size: 10 };

const known: Omit<AgreementFacts, 'today'> = {
  hashText,
  bodies,
  offices,
  sources: new Map([
    ['src-0', { hasNumber: false }],
    ['src-1', { hasNumber: false }],
    ['src-n1', { hasNumber: true }],
    ['src-n2', { hasNumber: true }],
  ]),
  agreements: new Map([['agr-2', otherAgreement]]),
  files: new Set([scan, attached.sha256]),
  signature: validCertificate,
};

type More = Partial<Omit<AgreementFacts, 'signature'>> & { readonly signature?: AgreementFacts['signature'] | null };

/** The facts of the world above, with what the test says differs; `signature: null` is a signature that was not checked. */
export const facts =
  (more: More = {}) =>
  (today: AgreementState): AgreementFacts => {
    const { signature, ...rest } = { ...known, today, ...more };
    return signature === undefined || signature === null ? rest : { ...rest, signature };
  };

export const bodiesWith = (...more: readonly BodyFact[]) =>
  new Map([...bodies, ...more.map((b) => [b.id, b] as const)]);
export const bodyOf = (id: string, over: Partial<BodyFact>): BodyFact => ({
  ...body(id, 'PARTY_COMMITTEE'),
  ...bodies.get(id),
  ...over,
});
export const officesWith = (...more: readonly OfficeFact[]) =>
  new Map([...offices, ...more.map((o) => [o.officeId, o] as const)]);

export const drafter: Actor = { role: 'DRAFTER', personKey: 'person-drafter' };
export const clerk: Actor = { role: 'CLERK', personKey: 'person-clerk' };
export const leader: Actor = { role: 'ORG_LEADER', personKey: 'person-leader', onBehalfOfOrgId: 'ldld' };
export const policy: Actor = { role: 'SYSTEM' };
export const signatory = (officeId: string): Actor => ({
  role: 'SIGNATORY',
  personKey: `person-${officeId}`,
  officeId,
});

const by =
  (actor: Actor) =>
  (type: AgreementCommandType, data: object = {}, options: Options = {}): Sent =>
    command(type, data, { streamId: agreementId, actor, ...options });
export const byDrafter = by(drafter);
export const byClerk = by(clerk);
export const byLeader = by(leader);
export const byPolicy = by(policy);
/** A command of the import channel, of what happened on a day that may not be known. */
export const byImport = (
  type: AgreementCommandType,
  data: object,
  occurred: Parameters<typeof imported>[0],
  options: Options = {},
): Sent => command(type, data, { streamId: agreementId, ...imported(occurred), ...options });

/** Side A is one joint party of two bodies; B1 to B5 are standing committees; C is a class of them. */
export const partyA: PartyInput = { partyId: 'a', side: 'A', bodyIds: ['ldld-dd', 'ldld-tt'], jointBody: true };
export const partyB = (n: number): PartyInput => ({
  partyId: `b${n}`,
  side: 'B',
  bodyIds: [`btv-${n}`],
  jointBody: false,
});
export const partyC: PartyInput = { partyId: 'c', side: 'B', bodyIds: [], jointBody: false, classOrgId: 'btv-class' };
/** The same as an event keeps them. */
export const storedA = { ...partyA, organizationId: 'ldld' };
export const storedB = (n: number) => ({ ...partyB(n), organizationId: `hu-${n}` });
export const storedC = { ...partyC, organizationId: null };
export const memberOfC = (n: number) => ({ partyId: `b${n}`, bodyIds: [`btv-${n}`], jointBody: false });
export const storedMember = (n: number) => ({ ...storedB(n), memberOf: 'c' });

export const text = {
  clauses: [
    { clauseId: 'c1', label: 'Điều 1', body: 'Phạm vi phối hợp.' },
    { clauseId: 'c2', label: 'Điều 2', body: 'Trách nhiệm của các bên.' },
  ],
};
export const sha = hashText(text);
export const otherSha = 'e'.repeat(64);

export const draftData = {
  kind: 'COORDINATION_REGULATION',
  subject: 'Quy chế phối hợp công tác',
  leadIssuer: 'ldld',
  parties: [partyA, partyB(1), partyB(2)],
  period: years('2022', '2025'),
  effectivenessRule: 'ALL_SIGNED',
  text,
  fields: [{ fieldId: 'f1', text: 'công tác tổ chức, cán bộ', clauseId: 'c1' }],
};
export const draft = (over: object = {}, options: Options = {}): Sent =>
  byDrafter('DraftAgreement', { ...draftData, ...over }, options);
export const finalize = (over: object = {}, options: Options = {}): Sent =>
  byLeader('FinalizeText', { textVersion: 1, textSha256: sha, ...over }, options);
export const present = (over: object = {}, options: Options = {}): Sent =>
  byClerk(
    'PresentText',
    { textVersion: 1, textSha256: sha, presenterOfficeId: 'off-a', occasionId: 'cer-1', ...over },
    options,
  );
export const open = (over: object = {}, options: Options = {}): Sent => byLeader('OpenSigning', over, options);
export const enumerate = (...members: readonly number[]): Sent =>
  byDrafter('EnumeratePartyClass', { classPartyId: 'c', members: members.map(memberOfC), complete: false });

const consent = { capacity: 'ON_BEHALF_OF_BODY', textSha256: sha };
export const certificate = { pem: 'PEM', signature: 'c2ln' };
/** The office of the party signs with a digital signature: `off-a` for `a`, `off-b1` for `b1`. */
export const sign = (partyId: string, over: object = {}, options: Options = {}): Sent => {
  const data = {
    partyId,
    officeId: `off-${partyId}`,
    ...consent,
    signatureKind: 'DIGITAL_OFFICIAL',
    certificate,
    ...over,
  };
  return by(signatory(data.officeId))('SignAsParty', data, options);
};
export const paper = (partyId: string, over: object = {}, options: Options = {}): Sent =>
  byClerk(
    'RecordPaperSignature',
    { partyId, officeId: `off-${partyId}`, ...consent, scanSha256: scan, ...over },
    options,
  );
export const decline = (partyId: string, officeId = `off-${partyId}`, options: Options = {}): Sent =>
  by(signatory(officeId))('DeclineToSign', { partyId, reason: 'chưa thống nhất' }, options);
export const withdraw = (partyId: string, officeId = `off-${partyId}`, options: Options = {}): Sent =>
  by(signatory(officeId))('WithdrawSignature', { partyId, reason: 'ký nhầm' }, options);

/** What `sign` and `paper` leave. */
export const signedDigitally = (partyId: string, over: object = {}) => ({
  partyId,
  officeId: `off-${partyId}`,
  capacity: 'ON_BEHALF_OF_BODY' as const,
  textSha256: sha,
  signatureKind: 'DIGITAL_OFFICIAL' as const,
  sealApplied: null,
  certificate: {
    ...certificate,
    serial: validCertificate.serial,
    issuer: validCertificate.issuer,
    validFrom: validCertificate.validFrom,
    validTo: validCertificate.validTo,
  },
  ...over,
});
export const signedOnPaper = (partyId: string, over: object = {}) => ({
  partyId,
  officeId: `off-${partyId}`,
  capacity: 'ON_BEHALF_OF_BODY' as const,
  textSha256: sha,
  signatureKind: 'WET_INK' as const,
  sealApplied: null,
  recordedBy: 'CLERK' as const,
  ...over,
});
export const converted = (partyId: string): AgreementEvent => ({
  type: 'PaperCopyConverted',
  data: { partyId, method: 'SCAN', scanSha256: scan },
});

type Known = (today: AgreementState) => AgreementFacts;

/** Decides one command on a history, without saying what should come of it. */
export const decide = (
  past: readonly Recorded<AgreementEvent>[],
  sent: Sent,
  knowing: Known = facts(),
): Decision<AgreementEvent> => {
  const today = fold(agreement, past);
  const data = agreement.commands[sent.type]?.data.parse(sent.data);
  const command = { ...sent, data } as Parameters<typeof agreement.decide>[0];
  return agreement.decide(command, today, knowing(today)) as Decision<AgreementEvent>;
};

/** In short: the code of the refusal, or the types of the events. */
export const verdict = (
  past: readonly Recorded<AgreementEvent>[],
  sent: Sent,
  knowing: Known = facts(),
): string | readonly string[] => {
  const decision = decide(past, sent, knowing);
  return decision.accepted ? decision.events.map(({ type }) => type) : decision.rejection.code;
};

/** The history that commands leave, each of which must be accepted. */
export const after = (...sent: readonly (Sent | Recorded<AgreementEvent>)[]): readonly Recorded<AgreementEvent>[] =>
  afterWith(facts(), ...sent);

export const afterWith = (
  knowing: Known,
  ...sent: readonly (Sent | Recorded<AgreementEvent>)[]
): readonly Recorded<AgreementEvent>[] =>
  sent.reduce<readonly Recorded<AgreementEvent>[]>((past, each) => {
    if ('recordedAt' in each) return [...past, each];
    const decision = decide(past, each, knowing);
    if (!decision.accepted) throw new Error(`${each.type}: ${JSON.stringify(decision.rejection)}`);
    const { occurred, actor, channel, source, claims, reason } = each.meta;
    return [
      ...past,
      ...decision.events.map((event, index) =>
        recorded(event, {
          streamId: agreementId,
          version: past.length + index + 1,
          occurred,
          actor,
          origin: { channel, requestId: each.meta.requestId },
          ...(source === undefined ? {} : { source }),
          ...(claims === undefined ? {} : { claims: [...claims] }),
          ...(reason === undefined ? {} : { reason }),
        }),
      ),
    ];
  }, []);

export const stateAfter = (...sent: readonly (Sent | Recorded<AgreementEvent>)[]): AgreementState =>
  fold(agreement, after(...sent));

/** The spec on a history made by commands, in the world above. */
export const givenAfter = (...sent: readonly (Sent | Recorded<AgreementEvent>)[]) =>
  given(agreement, facts(), ...after(...sent));
/** The same, when the command meets a world that differs. */
export const givenWith = (more: More, ...sent: readonly (Sent | Recorded<AgreementEvent>)[]) =>
  given(agreement, facts(more), ...after(...sent));

export const toFinal = [draft(), finalize()] as const;
export const toSigning = [...toFinal, present(), open()] as const;
export const toSigned = [...toSigning, sign('a'), sign('b1'), sign('b2')] as const;
export const toForce = [...toSigned, byLeader('BringIntoForce')] as const;
/** One framework: side A, and a class of which two are named before signing opens. */
export const frameworkDraft = draft({ effectivenessRule: 'PER_COUNTERPARTY', parties: [partyA, partyC] });
export const frameworkToSigning = [frameworkDraft, enumerate(1, 2), finalize(), present(), open()] as const;
