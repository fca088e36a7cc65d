import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ImportService } from './application/import/importService.js';
import { parseImport } from './application/import/parse.js';
import { printProblem } from './application/import/problem.js';

/** In whose name files are imported from the command line. */
export const importer = { role: 'CLERK', personKey: 'import' } as const;

/** The folder of sample data, beside the sources or above their build. */
const samplesFolder = (): string => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'samples')) && folder !== dirname(folder)) folder = dirname(folder);
  return join(folder, 'samples');
};

/** Imports the sample agreements, in the order of the files' names. A sample that is refused is a fault of the build. */
export const importSample = async (
  service: ImportService,
  logger: { info(details: object, message: string): void },
): Promise<void> => {
  const folder = samplesFolder();
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()) {
    const parsed = parseImport(readFileSync(join(folder, name)), `samples/${name}`);
    const { problems, summary } = parsed.ok
      ? await service.run(parsed.value, { actor: importer })
      : { problems: parsed.problems, summary: undefined };
    if (problems.length > 0)
      throw new Error(`The sample cannot be imported:\n${problems.map(printProblem).join('\n')}`);
    logger.info({ file: name, ...summary }, 'Sample imported');
  }
};
