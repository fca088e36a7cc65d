import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An empty folder of a test's own. */
export const temporaryFolder = (parent = tmpdir()): { readonly path: string; remove(): void } => {
  const path = mkdtempSync(join(parent, 'concordat-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};
