import { appendFileSync } from 'node:fs';
import { expect } from '@jest/globals';

/** Says that a suite of this file did not run, and why; nothing where there is no reason. The reporter tells all at the end. */
export const announce = (suite: string, reason: string | undefined): void => {
  if (reason === undefined) return;
  const file = process.env.NOT_RUN_FILE;
  if (file === undefined) process.stderr.write(`NOT RUN: ${suite}: ${reason}\n`);
  else appendFileSync(file, `${JSON.stringify({ reason, suite, path: expect.getState().testPath })}\n`);
};
