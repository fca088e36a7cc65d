import 'reflect-metadata';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { buildSchema, findBreakingChanges, lexicographicSortSchema, printSchema } from 'graphql';
import { buildConcordatSchema } from '../schema/build.js';

const file = 'schema/schema.graphql';
/** One breaking change a line, worded as this check words it; `#` begins a comment. */
const allowFile = 'schema/allowed-breaks.txt';

const allowed = (): ReadonlySet<string> =>
  new Set(
    existsSync(allowFile)
      ? readFileSync(allowFile, 'utf8')
          .split('\n')
          .map((line) => line.replace(/#.*/, '').trim())
          .filter((line) => line !== '')
      : [],
  );

/** What clients rely on: the contract as it was committed last, or else as it lies in the folder. */
const promised = (): string | undefined => {
  try {
    return execFileSync('git', ['show', `HEAD:${file}`], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  }
};

const check = (printed: string): readonly string[] => {
  const problems: string[] = [];
  const written = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (written !== printed) problems.push(`${file} is not what the code says; run "npm run schema:emit"`);
  const before = promised();
  if (before !== undefined) {
    const passes = allowed();
    const breaks = findBreakingChanges(buildSchema(before), buildSchema(printed));
    const broken = breaks.map(({ type, description }) => `${type}: ${description}`).filter((each) => !passes.has(each));
    problems.push(...broken.map((each) => `breaking change, not in ${allowFile}: ${each}`));
  }
  return problems;
};

const printed = `${printSchema(lexicographicSortSchema(await buildConcordatSchema()))}\n`;
const [, , action] = process.argv;
if (action === 'emit') writeFileSync(file, printed);
else if (action === 'check') {
  const problems = check(printed);
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
} else {
  console.error('usage: schema.ts emit | check');
  process.exitCode = 2;
}
