import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openLinkKey } from '../../src/evidence/linkKey.js';
import { temporaryFolder } from '../support/folder.js';

const randomOf = (fill: number) => {
  let drawn = 0;
  return {
    uuid: () => `00000000-0000-4000-8000-00000000000${(drawn += 1)}`,
    salt: () => Buffer.alloc(32, fill).toString('base64url'),
  };
};

describe('the key of links', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let file: string;
  beforeEach(() => {
    folder = temporaryFolder();
    file = join(folder.path, 'data', 'link-key');
  });
  afterEach(() => folder.remove());

  test('is made at first use, for its owner alone, and then stays', async () => {
    expect([...(await openLinkKey(file, randomOf(1)))]).toEqual(Array(32).fill(1));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect([...(await openLinkKey(file, randomOf(2)))]).toEqual(Array(32).fill(1));
    expect(readdirSync(join(folder.path, 'data'))).toEqual(['link-key']);
  });

  test('is one, also for two who make it at once', async () => {
    const [one, other] = await Promise.all([
      openLinkKey(file, randomOf(1)),
      openLinkKey(file, {
        ...randomOf(2),
        uuid: () => '00000000-0000-4000-8000-000000000009',
      }),
    ]);
    expect(one).toEqual(other);
  });

  test.each(['half', `${randomOf(1).salt()}*`])('damaged to %s is refused, and left as it is', async (damaged) => {
    await openLinkKey(file, randomOf(1));
    writeFileSync(file, damaged);
    await expect(openLinkKey(file, randomOf(2))).rejects.toMatchObject({
      code: 'STORE_CORRUPT',
      message: `${file} is not a key of links. Remove it: a new one is made, and links given out before stop working.`,
    });
    expect(readFileSync(file, 'utf8')).toBe(damaged);
  });

  test('that cannot be written is a fault of the store', async () => {
    writeFileSync(join(folder.path, 'data'), 'a file where the folder should be');
    await expect(openLinkKey(file, randomOf(1))).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });
});
