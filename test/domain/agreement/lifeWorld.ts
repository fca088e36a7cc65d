import type { AgreementCommandType } from '../../../src/domain/agreement/index.js';
import type { Actor } from '../../../src/domain/kernel/event.js';
import { day } from '../../../src/domain/kernel/fuzzyDate.js';
import { command } from '../../support/builders.js';
import {
  agreementId,
  byClerk,
  byDrafter,
  byLeader,
  draft,
  enumerate,
  finalize,
  open,
  partyA,
  partyB,
  partyC,
  present,
  type Sent,
  sign,
  years,
} from './world.js';

type Options = Parameters<typeof byClerk>[2];

const by =
  (actor: Actor) =>
  (type: AgreementCommandType, data: object = {}, options: Options = {}): Sent =>
    command(type, data, { streamId: agreementId, actor, ...options });

export const archivist: Actor = { role: 'ARCHIVIST', personKey: 'person-archivist' };
export const byArchivist = by(archivist);
/** A delegate, a leader or a clerk of an organisation. */
export const contributorOf = (orgId: string): Actor => ({
  role: 'CONTRIBUTOR',
  personKey: `person-of-${orgId}`,
  onBehalfOfOrgId: orgId,
});
export const leaderOf = (orgId: string): Actor => ({
  role: 'ORG_LEADER',
  personKey: `person-of-${orgId}`,
  onBehalfOfOrgId: orgId,
});
export const byLeaderOf = (orgId: string) => by(leaderOf(orgId));
export const clerkOf = (orgId: string): Actor => ({
  role: 'CLERK',
  personKey: `person-of-${orgId}`,
  onBehalfOfOrgId: orgId,
});
export const byClerkOf = (orgId: string) => by(clerkOf(orgId));

export const consult = (over: object = {}): Sent =>
  byDrafter('OpenConsultation', { audience: ['hu-1', 'hu-2'], textVersion: 1, ...over });
export const opinion = {
  opinionId: 'op-1',
  orgId: 'hu-1',
  stance: 'AGREE_WITH_CHANGES',
  text: 'Đề nghị làm rõ Điều 2.',
};
export const opine = (over: object = {}, options: Options = {}): Sent => {
  const data = { ...opinion, ...over };
  return by(contributorOf(data.orgId))('SubmitOpinion', data, options);
};
export const dispose = (over: object = {}): Sent =>
  byDrafter('DisposeOpinion', {
    opinionId: 'op-1',
    disposition: 'ACCEPTED',
    explanation: 'Đã bổ sung vào Điều 2.',
    ...over,
  });
export const closeConsultation = (over: object = {}): Sent => byDrafter('CloseConsultation', over);

export const confirm = (over: object = {}, options: Options = {}): Sent =>
  byClerkOf('hu-1')(
    'ConfirmSigningAuthority',
    { partyId: 'b1', officeId: 'off-b1', capacity: 'ON_BEHALF_OF_BODY', ...over },
    options,
  );
export const admit = (n: number, over: object = {}, options: Options = {}): Sent =>
  byLeader('AdmitParty', { party: partyB(n), ...over }, options);

/** A decision, and the day from which what it decides takes effect. */
export const decided = { decisionDocId: 'doc-1', effectiveFrom: day('2026-02-01') };
export const withdrawParty = (n: number, over: object = {}): Sent =>
  byLeaderOf(`hu-${n}`)('WithdrawParty', { partyId: `b${n}`, reason: 'sắp xếp lại tổ chức', ...decided, ...over });
export const succeed = (partyId: string, toBodyIds: readonly string[] | null, over: object = {}): Sent =>
  byClerk('SucceedParty', { partyId, toBodyIds, ...decided, ...over });
export const suspend = (over: object = {}): Sent =>
  byLeader('SuspendAgreement', { reason: 'chờ sắp xếp', ...decided, ...over });
export const resume = (over: object = {}): Sent =>
  byLeader('ResumeAgreement', {
    reason: 'đã sắp xếp xong',
    decisionDocId: 'doc-2',
    effectiveFrom: day('2026-02-10'),
    ...over,
  });
export const renew = (over: object = {}): Sent =>
  byLeader('RenewAgreement', { newPeriod: years('2028', '2030'), effectiveFrom: day('2028-01-01'), ...over });
export const renewBySuccessor = (successorId: string, over: object = {}): Sent =>
  byLeader('RenewAgreement', { successorId, effectiveFrom: day('2026-02-01'), ...over });
export const terminate = (over: object = {}): Sent =>
  byLeader('TerminateAgreement', { ground: 'MUTUAL', ...decided, ...over });
export const supersede = (over: object = {}): Sent =>
  byLeader('SupersedeAgreement', { byAgreementId: 'agr-2', effectiveFrom: day('2026-02-01'), ...over });
export const hold = (holdId: string, over: object = {}): Sent =>
  byArchivist('PlaceLegalHold', { holdId, basis: 'Yêu cầu của cơ quan điều tra', ...over });
export const release = (holdId: string): Sent =>
  byArchivist('ReleaseLegalHold', { holdId, reason: 'Kết thúc điều tra' });
export const retention = { code: 'VINH_VIEN', basisDocId: 'doc-9' };
export const archive = (over: object = {}): Sent =>
  byArchivist('ArchiveAgreement', { retention, fonds: 'PHONG-01', ...over });

/** After the end of the period of the histories below. */
export const afterPeriod = { now: '2028-01-02T02:00:00.000Z' };

const begun = (effectivenessRule: string) => [
  draft({ effectivenessRule, period: years('2022', '2027'), parties: [partyA, partyB(1), partyB(4), partyC] }),
  enumerate(2, 3),
  byClerk('LinkSource', { sourceId: 'src-0', certainty: 'STATED' }),
  hold('hold-1', { until: day('2020-01-01') }),
  consult(),
  opine(),
  dispose(),
];

/** Every state of reference 4.4, by the commands that lead there. */
export const journeys = (rule: 'ALL_SIGNED' | 'PER_COUNTERPARTY') => {
  const consulting = begun(rule);
  const drafting = [...consulting, closeConsultation()];
  const final = [...drafting, finalize()];
  const signing = [...final, present(), open(), sign('a')];
  const signed =
    rule === 'ALL_SIGNED' ? [...signing, ...['b1', 'b2', 'b3', 'b4'].map((id) => sign(id))] : [...signing, sign('b4')];
  const force = [...signed, byLeader('BringIntoForce')];
  const withdrawn = [...final, byLeader('WithdrawDraft', { reason: 'x' })];
  const expire = command('ExpireAgreement', {}, { streamId: agreementId, actor: { role: 'SYSTEM' }, ...afterPeriod });
  return {
    DRAFTING: drafting,
    CONSULTING: consulting,
    FINALIZED: final,
    SIGNING: signing,
    SIGNING_FAILED: [...signing, byLeader('CloseSigning')],
    SIGNED: signed,
    IN_FORCE: force,
    SUSPENDED: [...force, suspend()],
    WITHDRAWN: withdrawn,
    TERMINATED: [...force, terminate()],
    EXPIRED: [...force, expire as Sent],
    SUPERSEDED: [...force, supersede()],
    RENEWED: [...force, renewBySuccessor('agr-2')],
    ARCHIVED: [...withdrawn, archive()],
  };
};
