import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { embeddedFiles } from '../src/composeEmbedded.js';
import { type Apart, measureApart } from './apart.js';
import { catchUp, type CaughtUp } from './catchUp.js';
import { type Engines, startEngines } from './engines.js';
import { benchHttp, benchStart, createIssuer, type HttpRow, takeSample } from './http.js';
import { benchKurrentStore } from './kurrentStore.js';
import { type Moved, moveOver } from './moveOver.js';
import { rebuildRate } from './rebuildRate.js';
import type { StoreRow } from './store.js';

/** What one run came to. */
export interface Measured {
  readonly store: readonly StoreRow[];
  readonly rows: readonly HttpRow[];
  /** Events a second. */
  readonly rebuild: number;
  /** Undefined where there was no empty log to start on. */
  readonly startEmptyMs?: number;
  readonly startMs: number;
  readonly rssMb: number;
}

/** What has no counterpart on the embedded stores. */
interface Besides {
  readonly moved: Moved;
  readonly caughtUp: CaughtUp;
  readonly apart?: Apart;
}

const print = (line: string) => process.stdout.write(`${line}\n`);
const rate = (value: number) => Math.round(value).toLocaleString('en-US');
const seconds = (ms: number | undefined) => (ms === undefined ? '–' : `${(ms / 1000).toFixed(2)} s`);
const latency = ({ p50, p99 }: { readonly p50: number; readonly p99: number }) =>
  `${p50.toFixed(1)} / ${p99.toFixed(1)}`;

/** How long a start takes that finds the sample. Needs a log of its own. */
const startOnSample = async (folder: string): Promise<number> => {
  mkdirSync(folder);
  const engines = await startEngines(folder);
  try {
    const settings = engines.settings('bench_sample');
    await takeSample(join(folder, 'data'), folder, settings);
    return await benchStart(join(folder, 'data'), folder, settings);
  } finally {
    await engines.stop();
  }
};

const measure = async (engines: Engines, full: string, folder: string): Promise<Measured & Besides> => {
  const dataDir = join(folder, 'data');
  const settings = engines.settings('bench');
  const eventstoreUrl = settings.EVENTSTORE_URL ?? '';
  const moved = await moveOver(embeddedFiles(full).events, eventstoreUrl);
  const { jwks } = await createIssuer(folder);
  const caughtUp = await catchUp(dataDir, jwks, settings);
  const { rows, startMs, rssMb } = await benchHttp(dataDir, folder, settings);
  const rebuild = await rebuildRate(dataDir, settings);
  const apart = engines.halt === undefined ? undefined : await measureApart(dataDir, settings, engines.halt);
  // At last, for what it writes stays in the log.
  const store = await benchKurrentStore(eventstoreUrl);
  return { moved, caughtUp, rows, startMs, rssMb, rebuild, store, ...(apart === undefined ? {} : { apart }) };
};

const printBeside = (embedded: Measured, ours: Measured): void => {
  print('\n| store | embedded events/s | engines events/s | bare client | ratio |\n|---|---|---|---|---|');
  ours.store.forEach(({ name, rate: own, floor, ratio }, index) => {
    print(
      `| ${name} | ${rate(embedded.store[index]?.rate ?? 0)} | ${rate(own)} | ${rate(floor)} | ${ratio.toFixed(2)} |`,
    );
  });
  print(
    '\n| request | connections | embedded per s | p50 / p99 ms | engines per s | p50 / p99 ms |\n|---|---|---|---|---|---|',
  );
  ours.rows.forEach(({ name, connections, ours: own }, index) => {
    const other = embedded.rows[index]?.ours;
    const left = other === undefined ? '– | –' : `${rate(other.rate)} | ${other.p50} / ${other.p99}`;
    print(`| ${name} | ${connections} | ${left} | ${rate(own.rate)} | ${own.p50} / ${own.p99} |`);
  });
  print('\n| figure | embedded | engines |\n|---|---|---|');
  const figure = (name: string, of: (measured: Measured) => string) =>
    print(`| ${name} | ${of(embedded)} | ${of(ours)} |`);
  figure('rebuild of all read models', (measured) => `${rate(measured.rebuild)} events/s`);
  figure('start, sample only', (measured) => seconds(measured.startEmptyMs));
  figure('start, 100,000 events', (measured) => seconds(measured.startMs));
  figure('RSS after load', (measured) => `${Math.round(measured.rssMb)} MB`);
};

const printBesides = ({ moved, caughtUp, apart }: Besides): void => {
  print(
    `\n- Moving ${rate(moved.events)} events over, checked and compared: ${rate(moved.events / moved.seconds)} events/s.`,
  );
  print(
    `- Catching up with them: ${rate(moved.events / caughtUp.seconds)} events/s, from the start of the process on; ` +
      `its memory in the four quarters of that time at most ${caughtUp.quarters.join(', ')} MB (RSS).`,
  );
  print(
    apart === undefined
      ? '- Whether commands wait for a projection was not measured: the MongoDB is not ours to stop.'
      : `- Commands, 16 in flight, p50 / p99 ms: ${latency(apart.following)} while read models follow, ${latency(apart.halted)} ` +
          `while MongoDB is stopped; when it goes on they catch up in ${apart.caughtUpSeconds.toFixed(1)} s.`,
  );
};

/** The figures of the embedded stores again on KurrentDB and MongoDB, over the same log, and those that only these have. */
export const benchEngines = async (embedded: Measured, full: string, parent: string): Promise<void> => {
  const folder = join(parent, 'engines');
  mkdirSync(folder);
  const ownLogs = (process.env.EVENTSTORE_URL ?? '') === '';
  const startEmptyMs = ownLogs ? await startOnSample(join(folder, 'sample')) : undefined;
  const engines = await startEngines(folder);
  try {
    print(`\n## On the engines\n\n${engines.told.map((line) => `- ${line}`).join('\n')}`);
    const { moved, caughtUp, apart, ...measured } = await measure(engines, full, folder);
    printBeside(embedded, { ...measured, ...(startEmptyMs === undefined ? {} : { startEmptyMs }) });
    printBesides({ moved, caughtUp, ...(apart === undefined ? {} : { apart }) });
  } finally {
    await engines.stop();
  }
};
