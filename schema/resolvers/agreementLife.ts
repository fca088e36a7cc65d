import { FieldResolver, Resolver, Root } from 'type-graphql';
import { type AgreementState, isOrphaned, lostParties } from '../../src/domain/agreement/index.js';
import { orphanContext } from '../orphans.js';
import { Agreement, loadAgreement } from '../types/agreement.js';
import { Archive, LegalHold, Renewal, Suspension, Termination } from '../types/agreementLife.js';
import { Consultation } from '../types/consultation.js';
import { Party } from '../types/party.js';

const stateOf = async ({ context, id, point }: Agreement): Promise<AgreementState> =>
  (await context.loaders.snapshot('agreement', id, point)).state;

/** What an agreement has of its life beside its text and signatures: consultation, membership, force and archive. */
@Resolver(() => Agreement)
export class AgreementLifeResolver {
  @FieldResolver(() => [Consultation], { description: 'The rounds of consultation on its draft, in order.' })
  async consultations(@Root() agreement: Agreement): Promise<readonly Consultation[]> {
    const state = await stateOf(agreement);
    return state.consultations.map((each) => new Consultation(agreement.context, agreement.point, each, state));
  }

  @FieldResolver(() => Suspension, { nullable: true, description: 'The last suspension; null: there was none.' })
  async suspension(@Root() agreement: Agreement): Promise<AgreementState['suspension']> {
    return (await stateOf(agreement)).suspension;
  }

  @FieldResolver(() => Renewal, { nullable: true, description: 'The last renewal; null: there was none.' })
  async renewal(@Root() agreement: Agreement): Promise<AgreementState['renewal']> {
    return (await stateOf(agreement)).renewal;
  }

  @FieldResolver(() => Termination, { nullable: true, description: 'Its end before its time; null: there was none.' })
  async termination(@Root() agreement: Agreement): Promise<AgreementState['termination']> {
    return (await stateOf(agreement)).termination;
  }

  @FieldResolver(() => Agreement, { nullable: true, description: 'The agreement that took its place; null: none did.' })
  async supersededBy(@Root() agreement: Agreement): Promise<Agreement | null> {
    const { supersededBy } = await stateOf(agreement);
    return supersededBy === null ? null : loadAgreement(agreement.context, supersededBy, agreement.point);
  }

  @FieldResolver(() => [LegalHold], { description: 'What keeps it from the archive, released holds too.' })
  async legalHolds(@Root() agreement: Agreement): Promise<readonly LegalHold[]> {
    return (await stateOf(agreement)).legalHolds.map((hold) => new LegalHold(agreement.context, hold));
  }

  @FieldResolver(() => Archive, { nullable: true, description: 'Where it lies; null: it is not archived.' })
  async archive(@Root() agreement: Agreement): Promise<AgreementState['archived']> {
    return (await stateOf(agreement)).archived;
  }

  @FieldResolver(() => [Party], {
    description: 'The parties that no longer exist and that nobody succeeded (reference 0.9).',
  })
  async lostParties(@Root() agreement: Agreement): Promise<readonly Party[]> {
    const { context, point } = agreement;
    const state = await stateOf(agreement);
    const lost = lostParties(state, await orphanContext(context, state, point)).map(({ partyId }) => partyId);
    return state.parties.filter(({ partyId }) => lost.includes(partyId)).map((party) => new Party(agreement, party));
  }

  @FieldResolver(() => Boolean, {
    description: 'Is it in force, suspended or not, with a party that no longer exists and that nobody succeeded?',
  })
  async isOrphaned(@Root() agreement: Agreement): Promise<boolean> {
    const state = await stateOf(agreement);
    return isOrphaned(state, await orphanContext(agreement.context, state, agreement.point));
  }
}
