import { existsSync } from 'node:fs';

export const chromiumPath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** Why the tests in a browser cannot run; undefined when they can. */
export const noChromium = existsSync(chromiumPath)
  ? undefined
  : `there is no ${chromiumPath}: install a Chromium or name one in CHROMIUM_PATH`;
