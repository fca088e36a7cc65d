import { writeSync } from 'node:fs';
import { openFolderEvidenceStore } from '../../src/evidence/folder/evidenceStore.js';

/** Stores one file, then half of another, says so, and waits to be killed. */
const store = await openFolderEvidenceStore(process.argv[2] ?? '');
const upload = { mediaType: 'text/plain', name: 'a.txt', classification: 'PUBLIC', maxBytes: 1000 } as const;
const whole = async function* () {
  yield await Promise.resolve(Buffer.from('whole'));
};
const half = async function* () {
  yield await Promise.resolve(Buffer.from('half'));
  writeSync(1, 'half\n');
  await new Promise((resolve) => setTimeout(resolve, 60_000));
};
await store.put(whole(), upload);
await store.put(half(), upload);
