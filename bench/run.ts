import 'reflect-metadata';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { projections } from '../projections/index.js';
import { rebuild } from '../projections/rebuild.js';
import { composeServices, systemClock, systemRandom } from '../src/compose.js';
import { loadConfig } from '../src/config.js';
import { createLogger } from '../src/server/logger.js';
import { benchHttp, benchStart } from './http.js';
import { seed } from './seed.js';
import { benchStore } from './store.js';

const print = (line: string) => process.stdout.write(`${line}\n`);
const rate = (value: number) => Math.round(value).toLocaleString('en-US');
const share = (value: number) => value.toFixed(2);

/** Target columns of 16 connections and of one-off figures. */
const targets: Readonly<Record<string, string>> = {
  mutation: '≥ 4,000/s, p50 ≤ 4 ms, p99 ≤ 12 ms',
  byId: '≥ 5,000/s',
  list: '≥ 3,000/s',
  history: '≥ 1,200/s',
  asOf: '≥ 3,000/s',
};

const rebuildRate = async (dataDir: string): Promise<number> => {
  const config = loadConfig({ DATA_DIR: dataDir });
  const services = await composeServices(config, {
    clock: systemClock,
    random: systemRandom,
    logger: createLogger('error'),
  });
  let events = 0;
  const began = performance.now();
  const onProgress = (progress: { readonly events: number }) => {
    events = progress.events;
  };
  await rebuild(projections, {
    eventStore: services.events,
    readStore: services.reads,
    clock: systemClock,
    onProgress,
  });
  const seconds = (performance.now() - began) / 1000;
  await services.close();
  return events / seconds;
};

const main = async (): Promise<void> => {
  const build = spawnSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
  if (build.status !== 0) throw new Error('The build failed');
  const folder = mkdtempSync(join(tmpdir(), 'concordat-bench-'));
  const [empty, full] = [join(folder, 'empty'), join(folder, 'full')];
  try {
    print(
      `${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
    );
    print('\n| store | events/s | floor | ratio |\n|---|---|---|---|');
    for (const row of await benchStore())
      print(`| ${row.name} | ${rate(row.rate)} | ${rate(row.floor)} | ${share(row.ratio)} |`);

    await seed(loadConfig({ DATA_DIR: full }));
    // The first start imports the sample; what is measured is the second, on a store that is as good as empty.
    await benchStart(empty, folder);
    const startEmpty = await benchStart(empty, folder);
    const { rows, startMs, rssMb } = await benchHttp(full, folder);
    print(
      '\n| request | connections | per s | p50 / p99 ms | floor per s | ratio | target at 16 |\n|---|---|---|---|---|---|---|',
    );
    for (const { name, connections, ours, floor } of rows) {
      const target = connections === 16 ? (targets[name] ?? '') : '';
      const latency = `${ours.p50} / ${ours.p99}`;
      print(
        `| ${name} | ${connections} | ${rate(ours.rate)} | ${latency} | ${rate(floor.rate)} | ${share(ours.rate / floor.rate)} | ${target} |`,
      );
    }
    print('\n| figure | value | target |\n|---|---|---|');
    print(`| rebuild of all read models | ${rate(await rebuildRate(full))} events/s | ≥ 50,000 |`);
    print(`| start, sample only | ${share(startEmpty / 1000)} s | ≤ 0.7 |`);
    print(`| start, 100,000 events | ${share(startMs / 1000)} s | ≤ 3 |`);
    print(`| RSS after load | ${Math.round(rssMb)} MB | ≤ 180 |`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

await main();
