import type { StreamType } from '../../src/domain/kernel/ids.js';
import { type Input, present } from '../command.js';
import type { Context } from '../context.js';
import { CountersignCorrectionInput, ProposeCorrectionInput, RejectCorrectionInput } from '../inputs/correction.js';
import { mutationsOf } from '../mutations.js';
import { loadAgreement } from '../types/agreement.js';
import { Node } from '../types/basics.js';
import { loadOffice } from '../types/office.js';
import { loadOrganization } from '../types/organization.js';
import { loadSource } from '../types/source.js';
import { loadSteeringCommittee } from '../types/steeringCommittee.js';

const loaders: Readonly<Record<StreamType, (context: Context, id: string) => Promise<Node | null>>> = {
  agreement: (context, id) => loadAgreement(context, id, {}),
  organization: (context, id) => loadOrganization(context, id, {}),
  office: (context, id) => loadOffice(context, id, {}),
  source: (context, id) => loadSource(context, id, {}),
  steering: (context, id) => loadSteeringCommittee(context, id, {}),
};

/** Both values are JSON as given: a null in them is a value. Only `now` left out is a mistake, for the command to tell. */
const proposal = ({ was = null, now, ...rest }: Input): Input => ({
  ...(present(rest) as Input),
  was,
  ...(now === undefined ? {} : { now }),
});

export const CorrectionMutations = mutationsOf(
  { member: 'node', prefix: '', type: () => Node, load: (context, id, type) => loaders[type](context, id) },
  [
    {
      command: 'ProposeCorrection',
      input: ProposeCorrectionInput,
      description: 'Proposes to put the record of any object right. As CLERK.',
      translate: proposal,
    },
    {
      command: 'CountersignCorrection',
      input: CountersignCorrectionInput,
      description:
        'Carries a correction out: from then on the record reads as corrected. As ORG_LEADER, another person than proposed it, of a body that answers for the object.',
    },
    {
      command: 'RejectCorrection',
      input: RejectCorrectionInput,
      description: 'Turns a correction down. As ORG_LEADER of a body that answers for the object.',
      tellsReason: true,
    },
  ],
);
