import { isWithin, type Tri } from '../../kernel/fuzzyDate.js';
import type { MandateFact, OfficeFact } from '../../office/index.js';
import { isCollective } from '../../organization/index.js';
import type { AgreementCommandOf } from '../commands.js';
import type { PartyState } from '../state.js';
import type { About } from './rules.js';

type SigningCommand = 'SignAsParty' | 'RecordPaperSignature' | 'DeclineToSign' | 'WithdrawSignature';
type Capacity = AgreementCommandOf<'SignAsParty'>['data']['capacity'];

/** The bodies in whose name an office of the party may act: its acting bodies and the organisation behind them. */
const bodiesOf = (party: PartyState): ReadonlySet<string> =>
  new Set([...party.bodyIds, ...(party.organizationId === null ? [] : [party.organizationId])]);

const covers = (
  mandate: MandateFact,
  about: About<SigningCommand>,
  bodies: ReadonlySet<string>,
  capacity: Capacity,
): boolean => {
  const { mandateId } = about.command.meta.actor;
  return (
    (mandateId === undefined || mandate.mandateId === mandateId) &&
    bodies.has(mandate.grantorOrgId) &&
    (mandate.scope.agreementId === undefined || mandate.scope.agreementId === about.command.streamId) &&
    (mandate.scope.kind === undefined || mandate.scope.kind === about.state.kind) &&
    (capacity === null || mandate.capacity === capacity)
  );
};

/** Is the holder, or the mandate, good at the time of signing? Undefined: there is none at all. */
const proof = (
  office: OfficeFact,
  about: About<SigningCommand>,
  bodies: ReadonlySet<string>,
  capacity: Capacity,
): Tri | undefined => {
  const { occurred } = about.command.meta;
  const grants = office.mandates.filter((mandate) => covers(mandate, about, bodies, capacity));
  const rights = bodies.has(office.orgId) ? [...office.holdings, ...grants] : grants;
  if (rights.length === 0) return undefined;
  const answers = rights.map((right) => isWithin(occurred, right.from, right.to ?? undefined));
  return answers.includes('YES') ? 'YES' : answers.includes('UNDETERMINED') ? 'UNDETERMINED' : 'NO';
};

/** Invariants 21, 22 and 23: the office could sign for the party then, in that capacity, and this person holds it. */
export const requireAuthority = (
  about: About<SigningCommand>,
  party: PartyState,
  officeId: string | null,
  capacity: Capacity,
): void => {
  const { judge, command, facts } = about;
  const details = { officeId, partyId: party.partyId };
  const office = officeId === null ? undefined : facts.offices.get(officeId);
  if (office === undefined) {
    judge.refuse('AUTHORITY_NOT_PROVEN', 'officeId', details);
    return;
  }
  const bodies = bodiesOf(party);
  const proven = proof(office, about, bodies, capacity);
  if (proven === undefined) judge.refuse('AUTHORITY_NOT_PROVEN', 'officeId', details);
  else judge.requireCertainly(proven, 'AUTHORITY_EXPIRED', 'officeId', details);
  const collective = party.bodyIds.some((id) => isCollective(facts.bodies.get(id)?.kind));
  judge.require(capacity !== 'FOR_HEAD' || !collective, 'CAPACITY_NOT_ALLOWED', 'capacity', {
    capacity,
    partyId: party.partyId,
  });
  const { actor, occurred } = command.meta;
  if (actor.role !== 'SIGNATORY') return;
  // A copied link or a borrowed token must not sign in another person's office.
  const isHolder = office.holdings.some(
    (holding) =>
      holding.personKey === actor.personKey && isWithin(occurred, holding.from, holding.to ?? undefined) !== 'NO',
  );
  judge.require(isHolder, 'SIGNER_IDENTITY_MISMATCH', 'officeId', details);
};
