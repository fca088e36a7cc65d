import { type FuzzyDate, isAfter, isWithin, type Tri } from '../../kernel/fuzzyDate.js';
import type { MandateFact, OfficeFact } from '../../office/index.js';
import { isCollective } from '../../organization/index.js';
import type { AgreementCommandOf } from '../commands.js';
import type { PartyState } from '../state.js';
import { bodiesBehind } from '../parties.js';
import { type About, requireOffice } from './rules.js';

type SigningCommand =
  'ConfirmSigningAuthority' | 'SignAsParty' | 'RecordPaperSignature' | 'DeclineToSign' | 'WithdrawSignature';
type Capacity = AgreementCommandOf<'SignAsParty'>['data']['capacity'];

/** A holding or a mandate: from one day to another, both included. */
interface Right {
  readonly from: FuzzyDate;
  readonly to: FuzzyDate | null;
}

/** The best answer that any of the rights gives. */
const isAnyGood = (rights: readonly Right[], at: FuzzyDate): Tri => {
  const answers = rights.map(({ from, to }) => isWithin(at, from, to ?? undefined));
  return answers.includes('YES') ? 'YES' : answers.includes('UNDETERMINED') ? 'UNDETERMINED' : 'NO';
};

/** The one mandate by which the office acts; undefined: by any that it has. */
const mandateNamed = ({ command }: About<SigningCommand>): string | undefined =>
  command.type === 'ConfirmSigningAuthority' ? command.data.mandateId : command.meta.actor.mandateId;

const covers = (
  mandate: MandateFact,
  about: About<SigningCommand>,
  bodies: ReadonlySet<string>,
  capacity: Capacity,
): boolean => {
  const named = mandateNamed(about);
  return (
    (named === undefined || mandate.mandateId === named) &&
    bodies.has(mandate.grantorOrgId) &&
    (mandate.scope.agreementId === undefined || mandate.scope.agreementId === about.command.streamId) &&
    (mandate.scope.kind === undefined || mandate.scope.kind === about.state.kind) &&
    (capacity === null || mandate.capacity === capacity)
  );
};

/** By what the office may sign for the party: because it is an office of its bodies and held, or by mandate. */
const rightsOf = (
  office: OfficeFact,
  about: About<SigningCommand>,
  party: PartyState,
  capacity: Capacity,
): readonly Right[] => {
  const bodies = bodiesBehind(party);
  const grants = office.mandates.filter((mandate) => covers(mandate, about, bodies, capacity));
  // Who confirms a mandate confirms that mandate, not what the office may do without it.
  const byMandate = about.command.type === 'ConfirmSigningAuthority' && mandateNamed(about) !== undefined;
  return bodies.has(office.orgId) && !byMandate ? [...office.holdings, ...grants] : grants;
};

/** Invariants 21, 22 and 23: the office could sign for the party then, in that capacity, and this person holds it. */
export const requireAuthority = (
  about: About<SigningCommand>,
  party: PartyState,
  officeId: string | null,
  capacity: Capacity,
): void => {
  const { judge, command, facts } = about;
  const { actor, occurred } = command.meta;
  const { partyId } = party;
  const collective = party.bodyIds.some((id) => isCollective(facts.bodies.get(id)?.kind));
  judge.require(capacity !== 'FOR_HEAD' || !collective, 'CAPACITY_NOT_ALLOWED', 'capacity', { capacity, partyId });

  const details = { officeId, partyId };
  if (officeId === null) {
    judge.refuse('AUTHORITY_NOT_PROVEN', 'officeId', details);
    return;
  }
  requireOffice(about, 'officeId', officeId);
  const office = facts.offices.get(officeId);
  if (office === undefined) return;
  const rights = rightsOf(office, about, party, capacity);
  const good = isAnyGood(rights, occurred);
  const ended = rights.some(({ to }) => to !== null && isAfter(occurred, to) === 'YES');
  judge.requireCertainly(
    good,
    ended || good !== 'NO' ? 'AUTHORITY_EXPIRED' : 'AUTHORITY_NOT_PROVEN',
    'officeId',
    details,
  );
  if (actor.role !== 'SIGNATORY') return;
  // A copied link or a borrowed token must not sign in another person's office.
  const own = office.holdings.filter((holding) => holding.personKey === actor.personKey);
  judge.requireCertainly(isAnyGood(own, occurred), 'SIGNER_IDENTITY_MISMATCH', 'officeId', details);
};
