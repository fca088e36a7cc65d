import { type Input, present } from '../command.js';
import {
  AppointHolderInput,
  DissolveOrganizationInput,
  EndHoldingInput,
  GrantMandateInput,
  MergeOrganizationsInput,
  RegisterOfficeInput,
  RegisterOrganizationInput,
  RegisterSourceInput,
  RenameOrganizationInput,
  ReparentOrganizationInput,
  RevokeMandateInput,
} from '../inputs/record.js';
import { mutationsOf } from '../mutations.js';
import { loadOffice, Office } from '../types/office.js';
import { loadOrganization, Organization } from '../types/organization.js';
import { loadSource, Source } from '../types/source.js';

/** The command tells a body without a parent by null. */
const reparenting = (data: Input): Input => ({ parentId: null, ...(present(data) as Input) });

export const OrganizationMutations = mutationsOf(
  {
    member: 'organization',
    prefix: 'org',
    type: () => Organization,
    load: (context, id) => loadOrganization(context, id, {}),
  },
  [
    {
      command: 'RegisterOrganization',
      input: RegisterOrganizationInput,
      description: 'Registers a body, on a decision. As CLERK.',
    },
    {
      command: 'RenameOrganization',
      input: RenameOrganizationInput,
      description: 'Renames a body, on a decision; the former name stays findable. As CLERK.',
    },
    {
      command: 'ReparentOrganization',
      input: ReparentOrganizationInput,
      description: 'Puts a body below another one, on a decision. As CLERK.',
      translate: reparenting,
    },
    {
      command: 'MergeOrganizations',
      input: MergeOrganizationsInput,
      description: 'Merges bodies into this one, on a decision; a policy then dissolves them. As CLERK.',
    },
    {
      command: 'DissolveOrganization',
      input: DissolveOrganizationInput,
      description: 'Dissolves a body, on a decision. As CLERK.',
    },
  ],
);

export const OfficeMutations = mutationsOf(
  { member: 'office', prefix: 'off', type: () => Office, load: (context, id) => loadOffice(context, id, {}) },
  [
    {
      command: 'RegisterOffice',
      input: RegisterOfficeInput,
      description: 'Registers an office, on a decision. As CLERK.',
    },
    {
      command: 'AppointHolder',
      input: AppointHolderInput,
      description: 'Appoints who holds an office, on a decision. As CLERK.',
    },
    { command: 'EndHolding', input: EndHoldingInput, description: 'Ends a holding of an office. As CLERK.' },
    {
      command: 'GrantMandate',
      input: GrantMandateInput,
      description: "Grants the office a right to sign for another office's body. As ORG_LEADER of that body.",
    },
    {
      command: 'RevokeMandate',
      input: RevokeMandateInput,
      description: 'Revokes a mandate. As ORG_LEADER of the body that granted it.',
      tellsReason: true,
    },
  ],
);

export const SourceMutations = mutationsOf(
  { member: 'source', prefix: 'src', type: () => Source, load: (context, id) => loadSource(context, id, {}) },
  [{ command: 'RegisterSource', input: RegisterSourceInput, description: 'Registers a source. As CLERK.' }],
);
