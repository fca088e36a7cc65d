import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ImportService } from './application/import/importService.js';
import type { ParsedImport } from './application/import/parse.js';
import { type ImportProblem, printProblem } from './application/import/problem.js';
import type { EventStore } from './application/ports.js';
import { beginning } from './domain/kernel/ids.js';

type Log = Pick<EventStore, 'readAll'>;

/** In whose name files are imported from the command line. */
export const importer = { role: 'CLERK', personKey: 'import' } as const;

/** The folder of sample data, beside the sources or above their build. */
const samplesFolder = (): string => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'samples')) && folder !== dirname(folder)) folder = dirname(folder);
  return join(folder, 'samples');
};

/** The files of the sample, in the order of their names. One that cannot be read is a fault of the build. */
const sampleFiles = async (): Promise<readonly ParsedImport[]> => {
  const { parseImport } = await import('./application/import/parse.js');
  const folder = samplesFolder();
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((name) => {
      const parsed = parseImport(readFileSync(join(folder, name)), `samples/${name}`);
      if (!parsed.ok) throw notImported(parsed.problems);
      return parsed.value;
    });
};

const notImported = (problems: readonly ImportProblem[]): Error =>
  new Error(`The sample cannot be imported:\n${problems.map(printProblem).join('\n')}`);

/** More events than the sample has. */
const page = 500;

/**
 * Imports the sample agreements into a log that holds nothing, or nothing but a part of them, as a start leaves it that was
 * killed meanwhile: the import goes on where it broke off. A sample that is refused is a fault of the build.
 */
export const importSample = async (
  events: Log,
  service: Pick<ImportService, 'run'>,
  logger: { info(details: object, message: string): void },
): Promise<void> => {
  const begun = await events.readAll(beginning, page);
  // Reading the files takes as long as the rest of a start, and where people have worked nobody needs it.
  if (begun.length === page || begun.some(({ meta }) => meta.origin.channel !== 'IMPORT')) return;
  const files = await sampleFiles();
  const commands = files.flatMap(({ batches }) => batches.flatMap((batch) => batch.commands));
  const ids = new Set(commands.map(({ envelope }) => envelope.commandId));
  if (!begun.every(({ meta }) => ids.has(meta.commandId))) return;
  for (const parsed of files) {
    const { problems, summary } = await service.run(parsed, { actor: importer });
    if (problems.length > 0) throw notImported(problems);
    logger.info({ file: parsed.file, ...summary }, 'Sample imported');
  }
};
