import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

/** Ends a run with what it left out: the suites for each reason, and by name each test that was skipped without one. */
export default class NotRunReporter {
  #tellSkipped;
  #folder;
  #file;

  constructor({ testNamePattern }) {
    // Tests that were not asked for are skipped too.
    this.#tellSkipped = !testNamePattern;
  }

  onRunStart() {
    this.#folder = mkdtempSync(join(tmpdir(), 'concordat-not-run-'));
    this.#file = join(this.#folder, 'announced');
    writeFileSync(this.#file, '');
    // The workers, which are started after this, inherit it.
    process.env.NOT_RUN_FILE = this.#file;
  }

  onRunComplete(_, { testResults }) {
    const announced = readFileSync(this.#file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
    rmSync(this.#folder, { recursive: true });
    const groups = new Map();
    const tell = (reason, what) => groups.set(reason, (groups.get(reason) ?? new Set()).add(what));

    for (const { reason, suite } of announced) tell(reason, suite);
    const explained = new Set(announced.map(({ path }) => path));
    for (const { testFilePath, testResults: tests } of this.#tellSkipped ? testResults : [])
      for (const { status, fullName } of explained.has(testFilePath) ? [] : tests)
        if (status === 'pending' || status === 'todo')
          tell('and no reason is given', `${relative('', testFilePath)}: ${fullName}`);

    for (const [reason, suites] of groups)
      process.stderr.write(`\nNOT RUN, ${reason}:\n${[...suites].map((suite) => `  - ${suite}\n`).join('')}`);
  }
}
