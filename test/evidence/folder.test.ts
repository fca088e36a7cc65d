import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { asFault } from '../../src/evidence/folder/faults.js';
import { openFolderEvidenceStore } from '../../src/evidence/folder/evidenceStore.js';
import { evidenceStoreContract } from '../contracts/evidenceStore.contract.js';
import { temporaryFolder } from '../support/folder.js';

evidenceStoreContract('The folder of files', async () => {
  const folder = temporaryFolder();
  const root = join(folder.path, 'evidence');
  const contentOf = (sha256: string): string => join(root, 'files', sha256, 'content');
  return {
    store: await openFolderEvidenceStore(root),
    reopen: () => openFolderEvidenceStore(root),
    damage: (sha256, content) => {
      if (content === null) rmSync(contentOf(sha256));
      else writeFileSync(contentOf(sha256), content);
      return Promise.resolve();
    },
    traces: () =>
      Promise.resolve(
        ['incoming', 'files'].flatMap((part) => readdirSync(join(root, part)).map((entry) => `${part}/${entry}`)),
      ),
    dispose: () => {
      folder.remove();
      return Promise.resolve();
    },
  };
});

describe('a folder of evidence', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let root: string;
  beforeEach(() => {
    folder = temporaryFolder();
    root = join(folder.path, 'evidence');
  });
  afterEach(() => folder.remove());

  const sha256Of = (content: string): string => createHash('sha256').update(content).digest('hex');
  const upload = { mediaType: 'text/plain', name: 'a.txt', classification: 'PUBLIC', maxBytes: 1000 } as const;
  const content = async function* (text: string) {
    yield await Promise.resolve(Buffer.from(text));
  };

  test('holds the content as it came, so that any tool can check its digest', async () => {
    const store = await openFolderEvidenceStore(root);
    await store.put(content('scan'), upload);
    await store.close();
    const file = join(root, 'files', sha256Of('scan'));
    expect(readdirSync(file).sort()).toEqual(['content', 'known.json']);
    expect(readFileSync(join(file, 'content'), 'utf8')).toBe('scan');
    expect(JSON.parse(readFileSync(join(file, 'known.json'), 'utf8'))).toEqual({
      sha256: sha256Of('scan'),
      size: 4,
      mediaType: 'text/plain',
      name: 'a.txt',
      classification: 'PUBLIC',
    });
  });

  test('is cleared of what unfinished uploads have left when it is opened, and of nothing else', async () => {
    const store = await openFolderEvidenceStore(root);
    await store.put(content('scan'), upload);
    await store.close();
    mkdirSync(join(root, 'incoming', '7'));
    writeFileSync(join(root, 'incoming', '7', 'content'), 'half of');
    const again = await openFolderEvidenceStore(root);
    expect(readdirSync(join(root, 'incoming'))).toEqual([]);
    expect(await again.stat(sha256Of('scan'))).toMatchObject({ size: 4 });
    await again.close();
  });

  test('keeps what was acknowledged, and nothing of an upload in whose midst the process was killed', async () => {
    const script = fileURLToPath(new URL('child.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', '@swc-node/register/esm-register', script, root], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    expect(line.toString()).toBe('half\n');
    const ended = once(child, 'close');
    child.kill('SIGKILL');
    expect((await ended)[1]).toBe('SIGKILL');
    expect(readdirSync(join(root, 'incoming'))).toEqual(['2']);

    const store = await openFolderEvidenceStore(root);
    expect(readdirSync(join(root, 'incoming'))).toEqual([]);
    expect(readdirSync(join(root, 'files'))).toEqual([sha256Of('whole')]);
    expect(await store.stat(sha256Of('half'))).toBeNull();
    await store.close();
  }, 30_000);

  test.each([
    ['is no JSON', '{'],
    ['lacks a member', JSON.stringify({ sha256: sha256Of('scan'), size: 4 })],
    [
      'is of another file',
      JSON.stringify({ sha256: sha256Of('other'), size: 4, mediaType: 'a/b', name: 'a', classification: 'PUBLIC' }),
    ],
  ])('says where it is damaged when what is known of a file %s', async (_, text) => {
    const store = await openFolderEvidenceStore(root);
    await store.put(content('scan'), upload);
    const file = join(root, 'files', sha256Of('scan'), 'known.json');
    writeFileSync(file, text);
    await expect(store.stat(sha256Of('scan'))).rejects.toMatchObject({
      code: 'STORE_CORRUPT',
      message: `${file} cannot be read. Restore a copy of it.`,
    });
    await store.close();
  });

  test('that cannot be made is a fault that names it', async () => {
    writeFileSync(join(folder.path, 'taken'), '');
    const path = join(folder.path, 'taken', 'evidence');
    await expect(openFolderEvidenceStore(path)).rejects.toMatchObject({
      name: 'StoreFault',
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining(`${path} cannot be read or written: Error: ENOTDIR`),
    });
  });

  test('that was taken away under an upload is a fault, not a loss in silence', async () => {
    const store = await openFolderEvidenceStore(root);
    rmSync(join(root, 'incoming'), { recursive: true });
    await expect(store.put(content('scan'), upload)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(existsSync(join(root, 'files', sha256Of('scan')))).toBe(false);
    await store.close();
  });

  test.each(['ENOSPC', 'EDQUOT'])('without space (%s) says so', (code) => {
    const cause = Object.assign(new Error('no space'), { code });
    expect(asFault('/data/evidence', cause)).toMatchObject({
      code: 'STORE_FULL',
      message: 'No space is left for /data/evidence. Nothing of it was kept; free space and retry.',
      cause,
    });
  });
});
