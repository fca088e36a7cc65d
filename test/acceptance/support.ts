import { systemRandom } from '../../src/compose.js';
import { createLogger } from '../../src/server/logger.js';
import { type Identity, startApp } from '../support/app.js';

/** A running server over the imported sample at a fixed time, asked over HTTP. */
export interface Served {
  /** The data of a query; throws with the errors when there are any. */
  ask<T>(query: string, variables?: object, by?: Identity): Promise<T>;
  /** Sends a command; gives its position, or throws when it is refused. */
  must(by: Identity, command: string, input: object): Promise<string>;
  /** Sends a command that must be refused; gives the codes. */
  refused(by: Identity, command: string, input: object): Promise<readonly string[]>;
  close(): Promise<void>;
}

interface Payload {
  readonly position: string | null;
  readonly userErrors: readonly { readonly code: string }[];
}

export const auditor: Identity = { role: 'AUDITOR' };

/** `DraftAgreement` is sent by the mutation `draftAgreement(input: DraftAgreementInput!)`. */
const mutation = (command: string): string =>
  `mutation ($input: ${command}Input!) {
    payload: ${command.charAt(0).toLowerCase()}${command.slice(1)}(input: $input) { position userErrors { code } }
  }`;

export const serve = async (now: string): Promise<Served> => {
  const surroundings = { clock: { now: () => now }, random: systemRandom, logger: createLogger('silent') };
  const app = await startApp({ surroundings });
  const ask = async <T>(query: string, variables: object = {}, by = auditor): Promise<T> => {
    const { data, errors } = await app.ask(query, variables, by);
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return data as T;
  };
  const send = async (by: Identity, command: string, input: object): Promise<Payload> =>
    (await ask<{ payload: Payload }>(mutation(command), { input }, by)).payload;
  return {
    ask,
    must: async (by, command, input) => {
      const { position, userErrors } = await send(by, command, input);
      if (position === null || userErrors.length > 0) throw new Error(`${command}: ${JSON.stringify(userErrors)}`);
      return position;
    },
    refused: async (by, command, input) => (await send(by, command, input)).userErrors.map(({ code }) => code),
    close: () => app.close(),
  };
};
