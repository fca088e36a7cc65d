import type { ReadModel } from '../src/application/ports.js';
import { agreementsProjection } from './agreements/evolve.js';
import { agreementQueries } from './agreements/queries.js';
import { agreementStatesProjection } from './agreementStates/evolve.js';
import { agreementStateQueries, transitionQueries } from './agreementStates/queries.js';
import { historyProjection } from './history/evolve.js';
import { historyQueries } from './history/queries.js';
import { officesProjection } from './offices/evolve.js';
import { officeQueries } from './offices/queries.js';
import { organizationsProjection } from './organizations/evolve.js';
import { organizationQueries } from './organizations/queries.js';
import type { Projection } from './projection.js';
import type { Queries } from './queries.js';
import { searchQueries } from './search/queries.js';
import { steeringProjection } from './steering/evolve.js';
import { steeringQueries } from './steering/queries.js';

/** Every read model there is. */
export const projections: readonly Projection[] = [
  agreementsProjection,
  agreementStatesProjection,
  historyProjection,
  organizationsProjection,
  officesProjection,
  steeringProjection,
];

/** What may be asked of the read models, each over the live generation of its projection. Throws when one is missing. */
export const createQueries = (models: Readonly<Record<string, ReadModel>>): Queries => {
  const over = ({ name }: Pick<Projection, 'name'>): ReadModel => {
    const model = models[name];
    if (model === undefined) throw new Error(`there is no read model for the projection ${name}`);
    return model;
  };
  const agreements = over(agreementsProjection);
  const agreementStates = over(agreementStatesProjection);
  const organizations = over(organizationsProjection);
  const offices = over(officesProjection);
  return {
    agreements: agreementQueries(agreements),
    agreementStates: agreementStateQueries(agreementStates),
    transitions: transitionQueries(agreementStates),
    history: historyQueries(over(historyProjection)),
    organizations: organizationQueries(organizations),
    offices: officeQueries(offices),
    steering: steeringQueries(over(steeringProjection)),
    search: searchQueries({ AGREEMENT: agreements, ORGANIZATION: organizations, OFFICE: offices }),
  };
};
