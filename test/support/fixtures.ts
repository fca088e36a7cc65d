import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Reads a JSON file of test/fixtures. Tests run from the project's root. */
export const readFixture = (name: string): unknown =>
  JSON.parse(readFileSync(join('test', 'fixtures', name), 'utf8')) as unknown;
