import { day } from '../../../src/domain/kernel/fuzzyDate.js';
import {
  office,
  type OfficeEvent,
  officeFact,
  type OfficeFacts,
  type OfficeState,
} from '../../../src/domain/office/index.js';
import type { BodyFact } from '../../../src/domain/organization/index.js';
import { stateOf } from '../../support/deciderSpec.js';

export type EventOf<T extends OfficeEvent['type']> = Extract<OfficeEvent, { type: T }>;

export const registered = (data: Partial<EventOf<'OfficeRegistered'>['data']> = {}): EventOf<'OfficeRegistered'> => ({
  type: 'OfficeRegistered',
  data: { title: 'Phó Chủ tịch Liên đoàn Lao động tỉnh', orgId: 'org-union', also: [], ...data },
});

export const appointed = (personKey: string, from: string): EventOf<'HolderAppointed'> => ({
  type: 'HolderAppointed',
  data: { personKey, effectiveFrom: day(from), decisionDocId: 'doc-1' },
});

export const ended = (personKey: string, on: string): EventOf<'HoldingEnded'> => ({
  type: 'HoldingEnded',
  data: { personKey, effectiveFrom: day(on) },
});

export const granted = (data: Partial<EventOf<'MandateGranted'>['data']> = {}): EventOf<'MandateGranted'> => ({
  type: 'MandateGranted',
  data: {
    mandateId: 'mandate-1',
    grantorOfficeId: 'off-head',
    grantorOrgId: 'org-committee-btv',
    capacity: 'FOR_HEAD',
    scope: { agreementId: 'agreement-1' },
    effectiveFrom: day('2026-01-01'),
    to: day('2026-12-31'),
    documentId: 'doc-2',
    ...data,
  },
});

export const revoked = (on: string): EventOf<'MandateRevoked'> => ({
  type: 'MandateRevoked',
  data: { mandateId: 'mandate-1', effectiveFrom: day(on), reason: 'reorganisation' },
});

/** The facts of a decision: the state as today's, the bodies named, and the office that grants. */
export const knowing =
  (...bodies: readonly BodyFact[]) =>
  (today: OfficeState): OfficeFacts => ({
    today,
    bodies: new Map(bodies.map((each) => [each.id, each])),
    offices: new Map([
      ['off-head', officeFact('off-head', stateOf(office, registered({ orgId: 'org-committee-btv' })))],
    ]),
  });
