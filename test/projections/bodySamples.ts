import type { z } from 'zod';
import { officeEvents } from '../../src/domain/office/index.js';
import { organizationEvents } from '../../src/domain/organization/index.js';
import type { Happened } from '../support/projectionSpec.js';

type OrganizationData = z.input<typeof organizationEvents.OrganizationRegistered.data>;
type OfficeData = z.input<typeof officeEvents.OfficeRegistered.data>;

/** An organisation is registered; what is not said is a province's union federation without more. */
export const organizationRegistered = (id: string, name: string, data: Partial<OrganizationData> = {}): Happened => ({
  stream: { type: 'organization', id },
  type: 'OrganizationRegistered',
  data: organizationEvents.OrganizationRegistered.data.parse({
    name,
    abbreviations: [],
    kind: 'UNION_FEDERATION',
    level: 'PROVINCE',
    parentId: null,
    spellings: [],
    system: 'UNION',
    status: 'ESTABLISHED',
    ...data,
  }),
});

export const officeRegistered = (id: string, title: string, data: Partial<OfficeData> = {}): Happened => ({
  stream: { type: 'office', id },
  type: 'OfficeRegistered',
  data: officeEvents.OfficeRegistered.data.parse({ title, orgId: 'org-1', also: [], ...data }),
});
