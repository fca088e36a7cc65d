import 'reflect-metadata';
import { existsSync, readFileSync } from 'node:fs';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { compareWithRebuild, rebuild } from '../projections/rebuild.js';
import { projections } from '../projections/index.js';
import type { CopyOutcome } from './application/copy/copyService.js';
import type { CopyProgress } from './application/copy/part.js';
import type { ImportProgress } from './application/import/importService.js';
import { printProblem } from './application/import/problem.js';
import { StoreFault } from './application/ports.js';
import { codec, composeServices, demoIdentities, type Surroundings, systemClock, systemRandom } from './compose.js';
import { embeddedFiles } from './composeEmbedded.js';
import { type Config, ConfigError, loadConfig } from './config.js';
import { type Role, roles } from './domain/kernel/event.js';
import { printPosition } from './domain/kernel/ids.js';
import type { Finding } from './eventstore/fsck.js';
import { fsckFile } from './eventstore/sqlite/fsck.js';
import { DemoIdentityError } from './identity/demo.js';
import { importer } from './sample.js';
import { createLogger } from './server/logger.js';
import { ListenError } from './server/listenError.js';
import { systemTimer } from './systemTimer.js';

/** Exit codes: what a script may rely on. */
const exit = { ok: 0, failed: 1, usage: 2, unavailable: 3 } as const;

/** Something a command needs is not there; the message says what. */
class UnavailableError extends Error {
  override readonly name = 'UnavailableError';
}

const out = (line: string) => process.stdout.write(`${line}\n`);
const err = (line: string) => process.stderr.write(`${line}\n`);

const surroundingsOf = (config: Config): Surroundings => ({
  clock: systemClock,
  random: systemRandom,
  logger: createLogger(config.logLevel),
});

/** Logs go to standard output for the server; the other commands print only what was asked for. */
const quiet = (config: Config): Surroundings => ({ ...surroundingsOf(config), logger: createLogger('silent') });

// What one command alone needs it loads itself: loading is most of what a start takes.

const runServe = async (): Promise<number> => {
  const { serve } = await import('./main.js');
  const config = loadConfig(process.env);
  const surroundings = surroundingsOf(config);
  const running = await serve(config, surroundings);
  err(`Concordat is ready at ${running.url}`);
  if (config.nodeEnv !== 'production') err('For a token: npx concordat token --role AUDITOR');
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
  err('Stopping …');
  await running.close();
  return exit.ok;
};

const runToken = async (options: {
  role: Role;
  org?: string;
  office?: string;
  person?: string;
  mandate?: string;
}): Promise<number> => {
  const config = loadConfig(process.env);
  out(await demoIdentities(config, quiet(config)).issue(options));
  return exit.ok;
};

const unreadable: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'this user may not read it',
};

const readInput = (file: string): Uint8Array => {
  try {
    return readFileSync(file);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    throw new UnavailableError(`${file} cannot be read: ${unreadable[code] ?? String(cause)}.`, { cause });
  }
};

const runImport = async (file: string, { dryRun = false }: { dryRun?: boolean }): Promise<number> => {
  const { parseImport } = await import('./application/import/parse.js');
  const config = loadConfig(process.env);
  const parsed = parseImport(readInput(file), file);
  if (!parsed.ok) {
    parsed.problems.forEach((problem) => err(printProblem(problem)));
    err('The file was not taken; nothing of it is kept.');
    return exit.failed;
  }
  const services = await composeServices(config, quiet(config));
  try {
    const onProgress = ({ batchId, phase, done, total, perSecond }: ImportProgress) =>
      err(`${batchId}: ${phase === 'CHECKING' ? 'checked' : 'recorded'} ${done} of ${total} (${perSecond}/s)`);
    const { summary, problems } = await services.importer.run(parsed.value, { actor: importer, dryRun, onProgress });
    problems.forEach((problem) => err(printProblem(problem)));
    const { batches, commands, events, unchanged, warnings } = summary;
    out(
      `${dryRun ? 'Would record' : 'Recorded'} ${events} events from ${commands} commands in ${batches} batches; ${unchanged} unchanged.`,
    );
    for (const [code, count] of Object.entries(warnings)) out(`  warning ${code}: ${count}`);
    if (problems.length > 0) err('The batch with these problems was not taken; nothing of it is kept.');
    return problems.length > 0 ? exit.failed : exit.ok;
  } finally {
    await services.close();
  }
};

const runRebuild = async ({ dryRun = false }: { dryRun?: boolean }): Promise<number> => {
  const config = loadConfig(process.env);
  const services = await composeServices(config, quiet(config));
  try {
    const options = {
      eventStore: services.events,
      readStore: services.reads,
      clock: systemClock,
      onProgress: ({
        events,
        perSecond,
        position,
        remaining,
      }: {
        events: number;
        perSecond: number;
        position: Parameters<typeof printPosition>[0];
        remaining: bigint;
      }) =>
        err(`${events} events, ${Math.round(perSecond)}/s, at ${printPosition(position)}, at most ${remaining} to go`),
    };
    await services.catchUp();
    if (!dryRun) {
      await rebuild(projections, options);
      out(`Rebuilt ${projections.length} read models.`);
      return exit.ok;
    }
    const differences = (
      await Promise.all(projections.map((projection) => compareWithRebuild(projection, options)))
    ).flat();
    for (const { projection, collection, ids } of differences)
      out(`${projection}/${collection} differs: ${ids.join(' ')}`);
    out(
      differences.length === 0 ? 'The read models equal a rebuild.' : 'The read models differ; run without --dry-run.',
    );
    return differences.length === 0 ? exit.ok : exit.failed;
  } finally {
    await services.close();
  }
};

/** The file of events of the data folder, which has to be there. */
const recordedFile = ({ dataDir }: Config): string => {
  const file = embeddedFiles(dataDir).events;
  if (existsSync(file)) return file;
  throw new UnavailableError(`There is no ${file}: nothing has been recorded in this DATA_DIR yet, or it is another.`);
};

const runFsck = async (): Promise<number> => {
  const config = loadConfig(process.env);
  const report = ({ code, stream, version, position, message }: Finding) =>
    out([code, stream, version, position, message].filter((part) => part !== undefined).join(' '));
  const check = async ({ engines }: Config) => {
    if (engines === undefined) return fsckFile(recordedFile(config), codec, report);
    const { mustBeReadable } = await import('./engineAddresses.js');
    await mustBeReadable(engines);
    const { fsckServer } = await import('./eventstore/kurrentdb/fsck.js');
    return fsckServer({ connectionString: engines.eventStoreUrl, onTrouble: err, timer: systemTimer }, codec, report);
  };
  const summary = await check(config);
  out(`${summary.events} events in ${summary.streams} streams: ${summary.ok ? 'sound' : 'NOT sound'}.`);
  return summary.ok ? exit.ok : exit.failed;
};

const phases: Readonly<Record<CopyProgress['phase'], string>> = {
  CHECKING: 'checked',
  COPYING: 'copied',
  VERIFYING: 'compared',
};

const copyEnds: Readonly<Record<CopyOutcome['kind'], string>> = {
  REFUSED: 'Nothing was written.',
  CHECKED: 'The record can be copied; nothing was written.',
  DIFFERENT: 'Both sides are NOT alike. No server will use the target.',
  COPIED: 'Both sides are alike. The read models are built when the server starts on the target.',
};

const runCopy = async ({ dryRun = false }: { dryRun?: boolean }): Promise<number> => {
  const config = loadConfig(process.env);
  const { engines } = config;
  if (engines === undefined) {
    const expected = 'set, and MONGODB_URL: a copy goes from DATA_DIR to these two';
    throw new ConfigError([{ name: 'EVENTSTORE_URL', expected }]);
  }
  recordedFile(config);
  const { copyEmbedded } = await import('./composeCopy.js');
  const { kind, parts } = await copyEmbedded(config, engines, quiet(config), {
    dryRun,
    report: out,
    onTrouble: err,
    onProgress: ({ part, phase, done, total, perSecond }) =>
      err(`${part}: ${phases[phase]} ${done} of ${total} (${perSecond}/s), ${total - done} to go`),
  });
  for (const { name, total, present, verified } of kind === 'REFUSED' ? [] : parts) {
    const missing = total - present;
    out(
      kind === 'CHECKED'
        ? `${name}: ${missing} to copy, ${present} there already.`
        : `${name}: ${missing} copied, ${present} there already, ${verified} compared.`,
    );
  }
  out(copyEnds[kind]);
  return kind === 'COPIED' || kind === 'CHECKED' ? exit.ok : exit.failed;
};

const parseRole = (value: string): Role => {
  const role = roles.find((known) => known === value.toUpperCase());
  if (role === undefined || role === 'SYSTEM')
    throw new InvalidArgumentError(`one of ${roles.filter((known) => known !== 'SYSTEM').join(' ')}`);
  return role;
};

/** What an operator should read for each kind of failure, and the exit code that says which kind it was. */
const explain = (error: unknown): { readonly message: string; readonly code: number } => {
  if (error instanceof ConfigError) return { message: error.message, code: exit.usage };
  if (error instanceof DemoIdentityError) return { message: error.message, code: exit.usage };
  if (error instanceof StoreFault || error instanceof ListenError || error instanceof UnavailableError)
    return { message: error.message, code: exit.unavailable };
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (error instanceof Error && typeof code === 'string') return { message: error.message, code: exit.unavailable };
  return { message: error instanceof Error ? (error.stack ?? error.message) : String(error), code: exit.failed };
};

const program = (finish: (code: number) => void): Command => {
  const root = new Command('concordat').description('The system of record for coordination agreements.').exitOverride();
  const action =
    <A extends unknown[]>(run: (...args: A) => Promise<number>) =>
    async (...args: A) =>
      finish(await run(...args));
  root.command('serve').description('start the server; settings come from the environment').action(action(runServe));
  root
    .command('import <file>')
    .description('import a file of batches (see samples/README.md)')
    .option('--dry-run', 'check everything, keep nothing')
    .action(action(runImport));
  root
    .command('rebuild')
    .description('build the read models again from the log, beside the live ones')
    .option('--dry-run', 'compare with the live ones instead of replacing them')
    .action(action(runRebuild));
  root.command('fsck').description('read every event again and check its seal').action(action(runFsck));
  root
    .command('copy')
    .description('move the record of DATA_DIR over to the engines of EVENTSTORE_URL and MONGODB_URL')
    .option('--dry-run', 'tell what would be copied and whether the target takes it, write nothing')
    .action(action(runCopy));
  root
    .command('token')
    .description('print a bearer token of a demo identity; refused in production')
    .requiredOption('--role <role>', 'role of the token', parseRole)
    .option('--org <id>', 'organisation it acts for')
    .option('--office <id>', 'office it holds')
    .option('--person <key>', 'person key, default demo-<role>[-<office>]')
    .option('--mandate <id>', 'mandate it acts under')
    .action(action(runToken));
  return root;
};

/** Runs one command of the `concordat` program and sets the exit code: 0 done, 1 failed check, 2 usage, 3 unavailable. */
export const main = async (argv: readonly string[]): Promise<void> => {
  try {
    await program((code) => {
      process.exitCode = code;
    }).parseAsync([...argv]);
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? exit.ok : exit.usage;
      return;
    }
    const { message, code } = explain(error);
    err(message);
    process.exitCode = code;
  }
};
