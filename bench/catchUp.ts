import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as after } from 'node:timers/promises';
import { type EngineSettings, spawnServer } from './http.js';

const sampleMs = 100;
const parts = 4;

/** A start whose read models had everything to catch up with. */
export interface CaughtUp {
  readonly seconds: number;
  /** The most memory in each quarter of that time, in MB (RSS). */
  readonly quarters: readonly number[];
}

/** Starts the program over a full log and empty read models, and looks at its memory until it says that it can serve. */
export const catchUp = async (dataDir: string, jwks: string, engines: EngineSettings): Promise<CaughtUp> => {
  const began = performance.now();
  const child = spawnServer(dataDir, jwks, engines);
  const gone = once(child, 'exit');
  let url: string | undefined;
  createInterface({ input: child.stderr }).on('line', (line) => {
    url ??= /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
  });
  child.stdout.resume();
  const samples: number[] = [];
  const ready = async (): Promise<boolean> => url !== undefined && (await fetch(`${url}/readyz`)).ok;
  try {
    while (!(await ready())) {
      if (child.exitCode !== null) throw new Error(`The server under test ended with ${child.exitCode}`);
      samples.push(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);
      await after(sampleMs);
    }
    const seconds = (performance.now() - began) / 1000;
    const quarter = Math.ceil(samples.length / parts);
    const quarters = Array.from({ length: parts }, (_, part) =>
      Math.round(Math.max(...samples.slice(part * quarter, (part + 1) * quarter))),
    );
    return { seconds, quarters };
  } finally {
    child.kill();
    await gone;
  }
};
