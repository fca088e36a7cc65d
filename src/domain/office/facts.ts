import type { z } from 'zod';
import type { capacities } from '../kernel/authority.js';
import { type FuzzyDate, latestMs } from '../kernel/fuzzyDate.js';
import { entryOf } from '../kernel/ids.js';
import type { BodyFact } from '../organization/index.js';
import type { MandateScope } from './events.js';
import type { Holding, Mandate, OfficeState } from './state.js';

/** A right to sign for another office's body. `to`: when it ends, by its term or by a revocation before that. */
export interface MandateFact {
  readonly mandateId: string;
  readonly grantorOfficeId: string;
  readonly grantorOrgId: string;
  readonly capacity: (typeof capacities)[number];
  readonly scope: Readonly<z.infer<typeof MandateScope>>;
  readonly from: FuzzyDate;
  readonly to: FuzzyDate | null;
}

/** What other decisions may know of an office: who held it and what it was mandated to do, and when. */
export interface OfficeFact {
  readonly officeId: string;
  readonly title: string;
  readonly orgId: string;
  readonly holdings: readonly Holding[];
  readonly mandates: readonly MandateFact[];
}

/** What an office's decisions need from elsewhere. Unknown ids are absent. */
export interface OfficeFacts {
  /** The state as recorded today; differs from the state decided on for a late record. */
  readonly today: OfficeState;
  /** The body of the office, or of the office-to-be; for mandates, that of the grantor. */
  readonly bodies: ReadonlyMap<string, BodyFact>;
  /** The office that grants. */
  readonly offices: ReadonlyMap<string, OfficeFact>;
}

/** The earlier of the end agreed and the revocation. */
const endOf = (mandate: Mandate, revokedFrom: FuzzyDate | undefined): FuzzyDate | null => {
  const agreed = mandate.to ?? null;
  if (revokedFrom === undefined) return agreed;
  return agreed !== null && latestMs(agreed) < latestMs(revokedFrom) ? agreed : revokedFrom;
};

/** The fact of a registered office. */
export const officeFact = (id: string, state: OfficeState): OfficeFact => ({
  officeId: id,
  title: state.title,
  orgId: state.orgId,
  holdings: state.holdings,
  mandates: state.mandates.map((mandate) => ({
    mandateId: mandate.mandateId,
    grantorOfficeId: mandate.grantorOfficeId,
    grantorOrgId: mandate.grantorOrgId,
    capacity: mandate.capacity,
    scope: mandate.scope,
    from: mandate.effectiveFrom,
    to: endOf(mandate, entryOf(state.revocations, mandate.mandateId)),
  })),
});
