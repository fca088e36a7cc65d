import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { openLibsql } from '../../src/eventstore/sqlite/database.js';
import { temporaryFolder } from '../support/folder.js';
import { run } from './program.js';
import { recordSample } from './record.js';

jest.setTimeout(60_000);

describe('concordat fsck and rebuild', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let sound: string;
  let tampered: string;
  let name: string;

  beforeAll(async () => {
    folder = temporaryFolder();
    sound = join(folder.path, 'sound');
    await recordSample(sound);
    tampered = join(folder.path, 'tampered');
    cpSync(sound, tampered, { recursive: true });
    const database = openLibsql(join(tampered, 'events.db'), 'WRITE');
    const row = `SELECT min(position) FROM events WHERE type = 'OrganizationRegistered'`;
    name = String(database.prepare(`SELECT stream_id FROM events WHERE position = (${row})`).get()?.[0]);
    database.exec('DROP TRIGGER events_are_not_changed');
    database.exec(`UPDATE events SET data = json_set(data, '$.name', 'sửa') WHERE position = (${row})`);
    database.close();
  });
  afterAll(() => folder.remove());

  test('a record as it was written is sound, and its read models equal a rebuild', async () => {
    expect(await run(['fsck'], { DATA_DIR: sound })).toEqual({
      code: 0,
      signal: null,
      out: expect.stringMatching(/^\d\d+ events in \d+ streams: sound\.\n$/),
      err: '',
    });
    expect(await run(['rebuild', '--dry-run'], { DATA_DIR: sound })).toMatchObject({
      code: 0,
      out: 'The read models equal a rebuild.\n',
    });
  });

  test('a record that somebody edited is not: the stream and version are named', async () => {
    const { code, out, err } = await run(['fsck'], { DATA_DIR: tampered });
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out.split('\n')).toEqual([
      expect.stringMatching(`^DIGEST_MISMATCH organization:${name} 1 \\d+ data or metadata are not what was stored$`),
      expect.stringMatching(/^\d+ events in \d+ streams: NOT sound\.$/),
      '',
    ]);
  });

  test('read models that are not what the log says are named, and made right by a rebuild', async () => {
    const { code, out } = await run(['rebuild', '--dry-run'], { DATA_DIR: tampered });
    expect(code).toBe(1);
    expect(out.split('\n')).toContain(`organizations/organizations differs: ${name}`);
    expect(await run(['rebuild'], { DATA_DIR: tampered })).toMatchObject({ code: 0 });
    expect(await run(['rebuild', '--dry-run'], { DATA_DIR: tampered })).toMatchObject({ code: 0 });
  });

  test('a folder without a record is told, and not made', async () => {
    const nowhere = join(folder.path, 'nowhere');
    const file = join(nowhere, 'events.db');
    expect(await run(['fsck'], { DATA_DIR: nowhere })).toEqual({
      code: 3,
      signal: null,
      out: '',
      err: `There is no ${file}: nothing has been recorded in this DATA_DIR yet, or it is another.\n`,
    });
    expect(existsSync(nowhere)).toBe(false);
  });
});
