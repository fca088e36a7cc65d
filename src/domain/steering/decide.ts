import type { Decision } from '../kernel/decider.js';
import { Judge } from '../kernel/judge.js';
import { type AgreementFact, possibleCommands } from '../agreement/index.js';
import { isStanding } from '../organization/index.js';
import type { SteeringCommand } from './commands.js';
import type { SteeringEvent } from './events.js';
import type { SteeringFacts } from './facts.js';
import type { SteeringRejection } from './rejections.js';
import type { SteeringState } from './state.js';

interface About {
  readonly command: SteeringCommand;
  readonly facts: SteeringFacts;
  readonly judge: Judge<SteeringRejection>;
}

/** Live it has a head and rests on a decision; an imported source seldom names either. */
const requireStated = ({ judge, command }: About): void => {
  const { channel } = command.meta;
  if (channel === 'IMPORT') return;
  judge.require(command.data.headOfficeId !== null, 'INPUT_INVALID', 'headOfficeId', {
    problem: 'null, which only an import may send',
  });
  judge.require(command.data.decisionDocId !== undefined, 'INPUT_INVALID', 'decisionDocId', {
    problem: 'DECISION_DOCUMENT_REQUIRED',
  });
};

/** The leader of the lead issuer, of a party, or of a body above one of them (reference 4.3). */
const requireCompetence = ({ judge, command, facts }: About, agreement: AgreementFact): void => {
  const { actor, channel } = command.meta;
  if (channel === 'IMPORT') return;
  const { leadIssuer, partyBodyIds } = agreement;
  const competent = [...(leadIssuer === null ? [] : [leadIssuer]), ...partyBodyIds].flatMap((id) => {
    const body = facts.bodies.get(id);
    return body === undefined ? [id] : [id, body.organizationId, ...body.ancestors];
  });
  const mine = actor.onBehalfOfOrgId;
  judge.require(mine !== undefined && competent.includes(mine), 'ROLE_NOT_ALLOWED', undefined, {
    role: actor.role,
    command: command.type,
    leadIssuer,
  });
};

/** Offices must be registered (65), and of bodies that stand (58). */
const requireOffices = ({ judge, command, facts }: About): void => {
  const { headOfficeId, members } = command.data;
  const named = [
    ...(headOfficeId === null ? [] : [['headOfficeId', headOfficeId] as const]),
    ...members.map((id) => ['members', id] as const),
  ];
  for (const [path, id] of named) {
    const office = facts.offices.get(id);
    if (office === undefined) {
      judge.refuse('NOT_FOUND', path, { type: 'office', id });
      continue;
    }
    const body = facts.bodies.get(office.orgId);
    if (body !== undefined)
      judge.requireCertainly(isStanding(body, command.meta.occurred), 'ORG_DISSOLVED', path, { orgId: body.id });
  }
};

/** Decides `EstablishSteeringCommittee` → `SteeringCommitteeEstablished` (reference 4.4). Pure. */
export const decideSteering = (
  command: SteeringCommand,
  _state: SteeringState,
  facts: SteeringFacts,
): Decision<SteeringEvent> => {
  const judge = new Judge<SteeringRejection>(command);
  const about = { judge, command, facts };
  const { agreementId } = command.data;
  const { agreement } = facts;
  const exists = facts.today.status !== 'NONE';
  judge.require(!exists, 'ID_EXISTS', 'id', { type: 'steering', id: command.streamId });
  requireStated(about);
  requireOffices(about);
  if (agreement === undefined) judge.refuse('NOT_FOUND', 'agreementId', { type: 'agreement', id: agreementId });
  else {
    requireCompetence(about, agreement);
    judge.require(agreement.status === 'SIGNED' || agreement.status === 'IN_FORCE', 'STATE_NOT_ALLOWED', undefined, {
      state: agreement.status,
      command: command.type,
      allowed: possibleCommands(agreement),
    });
  }
  return judge.conclude<SteeringEvent>(() => [{ type: 'SteeringCommitteeEstablished', data: command.data }]);
};
