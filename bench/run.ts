import 'reflect-metadata';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../src/config.js';
import { benchEngines } from './enginesRun.js';
import { benchHttp, benchStart, takeSample } from './http.js';
import { rebuildRate } from './rebuildRate.js';
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
    const store = await benchStore();
    for (const row of store) print(`| ${row.name} | ${rate(row.rate)} | ${rate(row.floor)} | ${share(row.ratio)} |`);

    await seed(loadConfig({ DATA_DIR: full }));
    await takeSample(empty, folder);
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
    const rebuild = await rebuildRate(full);
    print(`| rebuild of all read models | ${rate(rebuild)} events/s | ≥ 50,000 |`);
    print(`| start, sample only | ${share(startEmpty / 1000)} s | ≤ 0.7 |`);
    print(`| start, 100,000 events | ${share(startMs / 1000)} s | ≤ 3 |`);
    print(`| RSS after load | ${Math.round(rssMb)} MB | ≤ 180 |`);
    if (process.argv.includes('--engines'))
      await benchEngines({ store, rows, rebuild, startEmptyMs: startEmpty, startMs, rssMb }, full, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

await main();
