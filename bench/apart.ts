import { composeServices, systemClock, systemRandom } from '../src/compose.js';
import { loadConfig } from '../src/config.js';
import { createLogger } from '../src/server/logger.js';
import type { Engines } from './engines.js';
import type { EngineSettings } from './http.js';
import { agreementCount, idOf, wording } from './seed.js';

const commands = 400;
const inFlight = 16;

/** How long commands take, in milliseconds. */
export interface Latency {
  readonly p50: number;
  readonly p99: number;
}

/** Commands while the read models follow, and while their server answers nothing at all. */
export interface Apart {
  readonly following: Latency;
  readonly halted: Latency;
  /** How long the read models then took to reach the end of the log. */
  readonly caughtUpSeconds: number;
}

/** Sends the same commands twice, the second time while MongoDB is stopped: were one to wait for a projection, it would not end. */
export const measureApart = async (
  dataDir: string,
  engines: EngineSettings,
  halt: NonNullable<Engines['halt']>,
): Promise<Apart> => {
  const services = await composeServices(loadConfig({ DATA_DIR: dataDir, ...engines }), {
    clock: systemClock,
    random: systemRandom,
    logger: createLogger('silent'),
  });
  const revise = async (n: number): Promise<number> => {
    const began = performance.now();
    const outcome = await services.executor.execute({
      type: 'ReviseDraft',
      id: idOf(n % Math.min(commands, agreementCount)),
      data: { patch: { clauses: [{ clauseId: `c${n % 12}`, body: wording(n + 50_000) }] } },
      envelope: {},
      actor: { role: 'DRAFTER', personKey: 'bench' },
      channel: 'API',
      requestId: 'bench',
    });
    if (!outcome.ok) throw new Error(`a command was refused: ${JSON.stringify(outcome.rejection)}`);
    return performance.now() - began;
  };
  const run = async (from: number): Promise<Latency> => {
    const times: number[] = [];
    let next = from;
    const worker = async () => {
      while (next < from + commands) times.push(await revise(next++));
    };
    await Promise.all(Array.from({ length: inFlight }, worker));
    times.sort((a, b) => a - b);
    const at = (share: number) => times[Math.floor(times.length * share)] ?? 0;
    return { p50: at(0.5), p99: at(0.99) };
  };
  try {
    await services.catchUp();
    await run(0);
    const following = await run(commands);
    await services.catchUp();
    const halted = halt();
    let latency: Latency;
    try {
      latency = await run(2 * commands);
    } finally {
      halted.go();
    }
    const began = performance.now();
    await services.catchUp();
    return { following, halted: latency, caughtUpSeconds: (performance.now() - began) / 1000 };
  } finally {
    await services.close();
  }
};
