import type { Point } from '../src/application/history.js';
import { type AgreementState, warningsOnRead } from '../src/domain/agreement/index.js';
import { officeFact } from '../src/domain/office/index.js';
import { bodyFact } from '../src/domain/organization/index.js';
import type { Context } from './context.js';
import { isKnown } from './read.js';
import { Warning } from './types/basics.js';

/** The warnings of one agreement; the bodies and offices come as the record has them, and for a whole list at once. */
export const agreementWarnings = async (
  { loaders }: Context,
  agreementId: string,
  state: AgreementState,
  { knownAt }: Point,
  at: string,
): Promise<readonly Warning[]> => {
  const record: Point = knownAt === undefined ? {} : { knownAt };
  const orgIds = state.parties.flatMap(({ bodyIds, organizationId }) => [...bodyIds, organizationId]);
  const officeIds = state.parties.flatMap(({ signatures }) => signatures.map(({ officeId }) => officeId));
  const given = (ids: readonly (string | null)[]): string[] => [...new Set(ids)].filter((id) => id !== null);
  const [bodies, offices] = await Promise.all([
    Promise.all(given(orgIds).map((id) => loaders.snapshot('organization', id, record))),
    Promise.all(given(officeIds).map((id) => loaders.snapshot('office', id, record))),
  ]);
  const context = {
    agreementId,
    at,
    bodies: new Map(bodies.filter(isKnown).map(({ ref, state: body }) => [ref.id, bodyFact(ref.id, body, [])])),
    offices: new Map(offices.filter(isKnown).map(({ ref, state: office }) => [ref.id, officeFact(ref.id, office)])),
  };
  return warningsOnRead(state, context).map((warning) => new Warning(warning));
};
