import { composeServices, systemClock, systemRandom } from '../src/compose.js';
import type { Config } from '../src/config.js';
import { createLogger } from '../src/server/logger.js';
import { size } from './size.js';

export const agreementCount = size.agreements;
/** With 10,000 agreements the log then holds about 100,000 events. */
const revisionsEach = 8;
export const revised = 'agr-bench-revised';
/** Revisions of the one agreement whose history is asked for. */
export const depth = 1_000;
const inFlight = 64;

const sentence = 'Hai bên phối hợp tuyên truyền, vận động đoàn viên, người lao động. ';
/** About 200 characters of Vietnamese text. */
export const wording = (n: number): string => `${sentence.repeat(3).slice(0, 190)} Lần ${n}.`;

export const draft = (subject: string) => ({
  kind: 'COORDINATION_REGULATION',
  subject,
  leadIssuer: 'org-bench-0',
  effectivenessRule: 'ALL_SIGNED',
  parties: [0, 1, 2, 3, 4].map((n) => ({ partyId: `p${n}`, side: n === 0 ? 'A' : 'B', bodyIds: [`org-bench-${n}`] })),
  text: {
    clauses: Array.from({ length: 12 }, (_, n) => ({ clauseId: `c${n}`, label: `Điều ${n + 1}`, body: wording(n) })),
  },
});

export const idOf = (n: number): string => `agr-bench-${String(n).padStart(5, '0')}`;

/** Fills a data folder through the ordinary commands; gives the rate at which read models are rebuilt from it. */
export const seed = async (config: Config): Promise<void> => {
  const surroundings = { clock: systemClock, random: systemRandom, logger: createLogger('error') };
  const services = await composeServices(config, surroundings);
  const send = async (type: string, id: string, data: object, role: 'CLERK' | 'DRAFTER') => {
    const actor = { role, personKey: 'bench' } as const;
    const outcome = await services.executor.execute({
      type,
      id,
      data,
      envelope: {},
      actor,
      channel: 'API',
      requestId: 'bench',
    });
    if (!outcome.ok) throw new Error(`${type} ${id}: ${JSON.stringify(outcome.rejection)}`);
  };
  const each = async (count: number, act: (n: number) => Promise<void>) => {
    let next = 0;
    const worker = async () => {
      while (next < count) await act(next++);
    };
    await Promise.all(Array.from({ length: inFlight }, worker));
  };
  const revise = (id: string, n: number) =>
    send('ReviseDraft', id, { patch: { clauses: [{ clauseId: `c${n % 12}`, body: wording(n + 100) }] } }, 'DRAFTER');

  for (const n of [0, 1, 2, 3, 4]) {
    const data = { name: `Liên đoàn Lao động ${n}`, kind: 'UNION_FEDERATION', decisionDocId: 'doc-bench' };
    await send('RegisterOrganization', `org-bench-${n}`, data, 'CLERK');
  }
  await each(agreementCount, async (n) => {
    await send('DraftAgreement', idOf(n), draft(`Quy chế phối hợp số ${n}`), 'DRAFTER');
    for (let r = 0; r < revisionsEach; r++) await revise(idOf(n), r);
  });
  await send('DraftAgreement', revised, draft('Quy chế phối hợp công tác'), 'DRAFTER');
  for (let n = 1; n <= depth; n++) await revise(revised, n);
  await services.catchUp();
  await services.close();
};
