import { snapshotAt } from '../../../src/application/history.js';
import { StreamView } from '../../../src/application/streams.js';
import { agreement, type AgreementEvent, type AgreementState } from '../../../src/domain/agreement/index.js';
import type { Recorded } from '../../../src/domain/kernel/event.js';
import { agreementId } from './world.js';

export type Past = readonly Recorded<AgreementEvent>[];

const viewOf = (past: Past): StreamView => {
  const view = new StreamView({ type: 'agreement', id: agreementId }, agreement);
  view.add(past);
  return view;
};

/** What the record says of a history, in the order in which it was recorded. */
export const current = (past: Past) => viewOf(past).current as AgreementState;

/** How the agreement stood in the world on a day or at an instant, as far as is known now. */
export const asOf = (past: Past, when: string) => snapshotAt<AgreementState>(viewOf(past), { asOf: when }).state;
