import type { Filter, ReadModel } from '../../src/application/ports.js';
import { momentMs } from '../../src/domain/kernel/fuzzyDate.js';
import { both, page } from '../page.js';
import type { AgreementStateQueries, AtPoint, TransitionQueries } from '../queries.js';
import { agreementStates, transitions } from './document.js';

/** The last instant of a Vietnam day, or the instant itself, as rows have it. */
const momentOf = (dayOrInstant: string): string => new Date(momentMs(dayOrInstant)).toISOString();

const endsAfter = (field: string, moment: string): Filter => ({
  or: [
    { field, eq: null },
    { field, gt: moment },
  ],
});

/** What the record had at `knownAt`, or has now. */
const known = (knownAt: string | undefined): Filter => {
  if (knownAt === undefined) return { field: 'recordedTo', eq: null };
  const moment = momentOf(knownAt);
  return both({ field: 'recordedFrom', lte: moment }, endsAfter('recordedTo', moment));
};

const rowsAt = ({ asOf, knownAt }: AtPoint): Filter => {
  if (asOf === undefined) return both({ field: 'axis', eq: 'RECORD' }, known(knownAt));
  const moment = momentOf(asOf);
  return both(
    { field: 'axis', eq: 'WORLD' },
    known(knownAt),
    { field: 'validFrom', lte: moment },
    endsAfter('validTo', moment),
  );
};

/** Questions to the agreements at a point on both clocks. */
export const agreementStateQueries = (model: ReadModel): AgreementStateQueries => ({
  list: (at, query) => page(model, agreementStates.name, { ...query, filter: both(rowsAt(at), query.filter) }),
  count: (at, filter) => model.count(agreementStates.name, both(rowsAt(at), filter)),
  countBy: (at, fields, filter) => model.countBy(agreementStates.name, fields, both(rowsAt(at), filter)),
});

/** Questions to the states that agreements entered. */
export const transitionQueries = (model: ReadModel): TransitionQueries => ({
  countBy: ({ asOf, knownAt }, fields, filter) =>
    model.countBy(
      transitions.name,
      fields,
      both(known(knownAt), asOf === undefined ? undefined : { field: 'enteredAt', lte: momentOf(asOf) }, filter),
    ),
});
