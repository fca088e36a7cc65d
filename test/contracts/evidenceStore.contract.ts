import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import type { EvidenceStore, EvidenceUpload, StoredEvidence } from '../../src/application/ports.js';

/** One store under test, and what only its adapter can do to it. */
interface EvidenceUnderTest {
  readonly store: EvidenceStore;
  reopen(): Promise<EvidenceStore>;
  /** Replaces the stored content behind the store's back, or removes it. */
  damage(sha256: string, content: Uint8Array | null): Promise<void>;
  /** Everything that lies in the store, also what cannot be read through it: one line for each file and upload. */
  traces(): Promise<readonly string[]>;
  dispose(): Promise<void>;
}

export type MakeEvidence = () => Promise<EvidenceUnderTest>;

const sha256Of = (content: Uint8Array | string): string => createHash('sha256').update(content).digest('hex');

/** Content in the given pieces. */
async function* pieces(...given: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const piece of given) yield await Promise.resolve(typeof piece === 'string' ? Buffer.from(piece) : piece);
}

const gather = async (content: AsyncIterable<Uint8Array> | null): Promise<Buffer> => {
  if (content === null) throw new Error('there is no such file');
  const all: Uint8Array[] = [];
  for await (const piece of content) all.push(piece);
  return Buffer.concat(all);
};

/** What a reader of damaged content has got, and what was thrown instead of the rest. */
const readDamaged = async (store: EvidenceStore, sha256: string) => {
  const content = await store.get(sha256);
  let bytes = 0;
  try {
    for await (const piece of content ?? []) bytes += piece.length;
  } catch (error) {
    return { bytes, thrown: error };
  }
  throw new Error(`all ${bytes} bytes were delivered as if they were right`);
};

const upload = (over: Partial<EvidenceUpload> = {}): EvidenceUpload => ({
  mediaType: 'application/pdf',
  name: 'Quy chế phối hợp.pdf',
  classification: 'INTERNAL',
  maxBytes: 10_000_000,
  ...over,
});
const storedAs = (content: Uint8Array | string, over: Partial<StoredEvidence> = {}): StoredEvidence => ({
  sha256: sha256Of(content),
  size: Buffer.byteLength(content),
  mediaType: 'application/pdf',
  name: 'Quy chế phối hợp.pdf',
  classification: 'INTERNAL',
  ...over,
});

/** What the EvidenceStore port promises; every adapter runs it. */
export const evidenceStoreContract = (name: string, make: MakeEvidence): void => {
  describe(`${name} keeps the promises of a store of evidence`, () => {
    let under: EvidenceUnderTest;
    let store: EvidenceStore;

    beforeEach(async () => {
      under = await make();
      store = under.store;
    });
    afterEach(async () => {
      await store.close();
      await under.dispose();
    });

    /** Nothing is left of an upload of this content. */
    const expectNothing = async (content: string): Promise<void> => {
      expect(await store.stat(sha256Of(content))).toBeNull();
      expect(await store.get(sha256Of(content))).toBeNull();
      expect(await under.traces()).toEqual([]);
    };

    describe('storing', () => {
      test('tells digest and size of the content, and keeps what came with it', async () => {
        const put = await store.put(pieces('một ', 'hai ', 'ba'), upload());
        expect(put).toEqual({ stored: true, isNew: true, evidence: storedAs('một hai ba') });
        expect(await store.stat(sha256Of('một hai ba'))).toEqual(storedAs('một hai ba'));
        expect((await gather(await store.get(sha256Of('một hai ba')))).toString()).toBe('một hai ba');
      });

      test('keeps every byte, in pieces of any size', async () => {
        const bytes = Buffer.from(Uint8Array.from({ length: 300_001 }, (_, index) => (index * 7919) % 256));
        const cuts = [0, 1, 1, 2, 65_535, 65_536, 131_073, 300_000, 300_001];
        const cut = cuts.map((end, index) => bytes.subarray(cuts[index - 1] ?? 0, end));
        await store.put(pieces(...cut), upload());
        expect((await gather(await store.get(sha256Of(bytes)))).equals(bytes)).toBe(true);
      });

      test('takes content of exactly the largest size', async () => {
        const put = await store.put(pieces('12345', '67890'), upload({ maxBytes: 10 }));
        expect(put).toEqual({ stored: true, isNew: true, evidence: storedAs('1234567890') });
      });

      test('takes content with the digest that was told', async () => {
        const put = await store.put(pieces('scan'), upload({ expectedSha256: sha256Of('scan') }));
        expect(put).toMatchObject({ stored: true, isNew: true });
      });

      test('is there after the store was closed and opened again', async () => {
        await store.put(pieces('scan'), upload());
        await store.close();
        store = await under.reopen();
        expect(await store.stat(sha256Of('scan'))).toEqual(storedAs('scan'));
        expect((await gather(await store.get(sha256Of('scan')))).toString()).toBe('scan');
      });
    });

    describe('the same content again', () => {
      test('is the one file that was there, under the name it came with first', async () => {
        await store.put(pieces('scan'), upload());
        const before = await under.traces();
        const again = await store.put(
          pieces('sc', 'an'),
          upload({ name: 'other.txt', mediaType: 'text/plain', classification: 'PUBLIC' }),
        );
        expect(again).toEqual({ stored: true, isNew: false, evidence: storedAs('scan') });
        expect(await store.stat(sha256Of('scan'))).toEqual(storedAs('scan'));
        expect(await under.traces()).toEqual(before);
      });

      test('at the same time is one file, new for one of them', async () => {
        const names = Array.from({ length: 12 }, (_, index) => `${index}.pdf`);
        const puts = await Promise.all(names.map((each) => store.put(pieces('sc', 'an'), upload({ name: each }))));
        const known = await store.stat(sha256Of('scan'));
        expect(names).toContain(known?.name);
        expect(puts.map((put) => put.stored && put.evidence)).toEqual(names.map(() => known));
        expect(puts.filter((put) => put.stored && put.isNew)).toHaveLength(1);
        expect(await under.traces()).toHaveLength(1);
        expect((await gather(await store.get(sha256Of('scan')))).toString()).toBe('scan');
      });

      test('other content at the same time is another file', async () => {
        const contents = Array.from({ length: 8 }, (_, index) => `scan ${index}`);
        await Promise.all(contents.map((content) => store.put(pieces(content), upload())));
        const read = await Promise.all(contents.map(async (each) => gather(await store.get(sha256Of(each)))));
        expect(read.map(String)).toEqual(contents);
      });
    });

    describe('what is refused leaves nothing', () => {
      test.each([
        ['no piece', []],
        ['empty pieces', ['', '']],
      ])('empty content: %s', async (_, given) => {
        const put = await store.put(pieces(...given), upload({ expectedSha256: sha256Of('') }));
        expect(put).toEqual({ stored: false, rejection: { code: 'INPUT_INVALID', path: 'content' } });
        await expectNothing('');
      });

      test('content that is too long, of which no more is read than shows it', async () => {
        let asked = 0;
        let ended = false;
        const endless = async function* () {
          try {
            for (;;) yield await Promise.resolve(Buffer.from(`piece${(asked += 1)}`));
          } finally {
            ended = true;
          }
        };
        const put = await store.put(endless(), upload({ maxBytes: 11 }));
        expect(put).toEqual({
          stored: false,
          rejection: { code: 'CAPACITY_LIMIT', path: 'content', details: { limit: 11 } },
        });
        expect([asked, ended]).toEqual([2, true]);
        await expectNothing('piece1piece2');
      });

      test('content with another digest than was told', async () => {
        const put = await store.put(pieces('scan'), upload({ expectedSha256: sha256Of('scam') }));
        expect(put).toEqual({
          stored: false,
          rejection: {
            code: 'INPUT_INVALID',
            path: 'expectedSha256',
            details: { expected: sha256Of('scam'), actual: sha256Of('scan') },
          },
        });
        await expectNothing('scan');
      });

      test('content that breaks off, whose own fault is thrown on', async () => {
        const cut = new Error('the sender is gone');
        const broken = async function* () {
          yield Buffer.from('scan');
          await Promise.reject(cut);
        };
        await expect(store.put(broken(), upload())).rejects.toBe(cut);
        await expectNothing('scan');
      });

      test('but the same content can be stored after it', async () => {
        await store.put(pieces('scan'), upload({ maxBytes: 2 }));
        expect(await store.put(pieces('scan'), upload())).toMatchObject({ stored: true, isNew: true });
      });
    });

    describe('an unknown address', () => {
      test.each([
        ['a digest that is not there', sha256Of('nothing')],
        ['a path', '../../etc/passwd'],
        ['nothing', ''],
        ['a digest in capitals', sha256Of('scan').toUpperCase()],
      ])('%s is no file', async (_, address) => {
        await store.put(pieces('scan'), upload());
        expect(await store.stat(address)).toBeNull();
        expect(await store.get(address)).toBeNull();
      });
    });

    describe('damaged content is never delivered whole', () => {
      const content = Buffer.alloc(200_000, 'scan of a signed page, ');
      const sha256 = sha256Of(content);
      const changed = Buffer.from(content);
      changed[100] = 0;

      test.each<[string, Uint8Array | null]>([
        ['one byte is another', changed],
        ['the end is missing', content.subarray(0, 150_000)],
        ['all is missing', Buffer.alloc(0)],
        ['it is longer', Buffer.concat([content, Buffer.from('!')])],
        ['it is gone', null],
      ])('%s', async (_, instead) => {
        await store.put(pieces(content), upload());
        await under.damage(sha256, instead);
        const { bytes, thrown } = await readDamaged(store, sha256);
        expect(thrown).toMatchObject({ name: 'StoreFault', code: 'STORE_CORRUPT' });
        expect(bytes).toBeLessThan(content.length);
        expect(await store.stat(sha256)).toEqual(storedAs(content));
      });

      test('of content in one piece nothing is', async () => {
        await store.put(pieces('scan'), upload());
        await under.damage(sha256Of('scan'), Buffer.from('scam'));
        expect((await readDamaged(store, sha256Of('scan'))).bytes).toBe(0);
      });
    });

    describe('reading', () => {
      test('can be left at any piece, and begun anew', async () => {
        const content = Buffer.alloc(200_000, 'x');
        await store.put(pieces(content), upload());
        for await (const piece of (await store.get(sha256Of(content))) ?? []) {
          expect(piece.length).toBeGreaterThan(0);
          break;
        }
        expect((await gather(await store.get(sha256Of(content)))).length).toBe(200_000);
      });

      test('ends with the reason of its signal', async () => {
        const content = Buffer.alloc(500_000, 'x');
        await store.put(pieces(content), upload());
        const abort = new AbortController();
        const reason = new Error('enough');
        const read = async (): Promise<void> => {
          for await (const _ of (await store.get(sha256Of(content), abort.signal)) ?? []) abort.abort(reason);
        };
        await expect(read()).rejects.toBe(reason);
      });
    });

    describe('closing', () => {
      test('refuses what comes after, and may be done twice', async () => {
        await store.put(pieces('scan'), upload());
        await store.close();
        await store.close();
        const closed = { name: 'StoreFault', code: 'STORE_CLOSED' };
        await expect(store.put(pieces('scan'), upload())).rejects.toMatchObject(closed);
        await expect(store.get(sha256Of('scan'))).rejects.toMatchObject(closed);
        await expect(store.stat(sha256Of('scan'))).rejects.toMatchObject(closed);
      });

      test('gives up an upload whose sender says nothing more, and leaves nothing of it', async () => {
        let waiting = (): void => undefined;
        const reached = new Promise<void>((resolve) => (waiting = resolve));
        const silent = async function* () {
          yield Buffer.from('scan');
          waiting();
          await new Promise<never>(() => undefined);
        };
        const put = store.put(silent(), upload());
        const refused = expect(put).rejects.toMatchObject({ code: 'STORE_CLOSED' });
        await reached;
        await store.close();
        await refused;
        store = await under.reopen();
        await expectNothing('scan');
      });

      test('ends a read in flight', async () => {
        const content = Buffer.alloc(500_000, 'x');
        await store.put(pieces(content), upload());
        const read = async (): Promise<void> => {
          for await (const _ of (await store.get(sha256Of(content))) ?? []) await store.close();
        };
        await expect(read()).rejects.toMatchObject({ code: 'STORE_CLOSED' });
      });
    });
  });
};
