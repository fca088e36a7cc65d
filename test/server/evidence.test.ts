import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { type EvidenceStore, type EvidenceUpload, StoreFault } from '../../src/application/ports.js';
import { Role } from '../../src/domain/kernel/event.js';
import {
  answerOf,
  asPdf,
  bearer,
  type EvidenceServer,
  pdf,
  refused,
  sha256Of,
  startEvidenceServer,
  storedPdf,
} from './evidenceSupport.js';

let on: EvidenceServer;
beforeEach(async () => {
  on = await startEvidenceServer();
});
afterEach(() => on.dispose());

describe('uploading a file', () => {
  test('answers what is stored and where', async () => {
    const response = await fetch(`${on.url}/evidence`, { method: 'POST', headers: asPdf, body: pdf });
    expect([response.status, response.headers.get('location'), response.headers.get('cache-control')]).toEqual([
      201,
      `/evidence/${sha256Of(pdf)}`,
      'no-store',
    ]);
    expect(await response.json()).toEqual(storedPdf);
    expect(await on.files.stat(sha256Of(pdf))).toEqual(storedPdf);
  });

  test('that was there before answers 200 with what was said of it first', async () => {
    await on.post(pdf);
    const again = await on.post(pdf, { ...asPdf, 'x-file-name': 'other.pdf', 'x-sha256': sha256Of(pdf).toUpperCase() });
    expect(again).toEqual({ status: 200, body: storedPdf });
  });

  test.each(Role.options.map((role) => [role]))('as %s is allowed by the role alone', async (role) => {
    const may = ['CLERK', 'DRAFTER', 'STEERING_HEAD', 'OWNER', 'INSPECTOR'].includes(role);
    const answer = await on.post(pdf, { ...asPdf, ...bearer(role) });
    expect(answer).toEqual(
      may ? { status: 201, body: storedPdf } : refused(403, 'ROLE_NOT_ALLOWED', 'Your role may not upload files.'),
    );
    expect(on.lies()).toEqual(may ? [sha256Of(pdf)] : []);
  });

  test('without a token is refused', async () => {
    const { authorization: _, ...rest } = asPdf;
    expect(await on.post(pdf, rest)).toEqual(refused(401, 'UNAUTHENTICATED', 'The token is not valid.'));
    expect(on.lies()).toEqual([]);
  });

  test('keeps a name sent as RFC 8187 or as bare bytes, in NFC', async () => {
    const nfd = encodeURIComponent('Đoàn.pdf'.normalize('NFD'));
    expect(await on.post('%PDF-1', { ...asPdf, 'x-file-name': `UTF-8''${nfd}` })).toMatchObject({
      body: { name: 'Đoàn.pdf' },
    });
    const bare = Buffer.from('Đoàn.pdf').toString('latin1');
    expect(await on.post('%PDF-2', { ...asPdf, 'x-file-name': bare })).toMatchObject({ body: { name: 'Đoàn.pdf' } });
  });
});

describe('an upload is refused and leaves nothing', () => {
  afterEach(() => expect(on.lies()).toEqual([]));
  const withHeader = (name: string, value: string) => ({ ...asPdf, [name]: value });

  test.each([
    ['percent-encoded', encodeURIComponent('TỐI MẬT')],
    ['as RFC 8187', `UTF-8''${encodeURIComponent('tuyệt mật')}`],
    ['as bare bytes', Buffer.from('MẬT').toString('latin1')],
    ['in code', 'TOP_SECRET'],
  ])('invariant 9: when it is marked secret, %s', async (_, marking) => {
    expect(await on.post(pdf, withHeader('x-classification', marking))).toEqual(
      refused(422, 'CLASSIFIED_CONTENT_REFUSED', 'This system may not store documents classified as state secrets.'),
    );
    expect(on.puts).toEqual([]);
  });

  test.each<[string, string, string | undefined, string]>([
    [
      'no marking',
      'x-classification',
      undefined,
      'The header x-classification is required: how is the document marked?',
    ],
    [
      'an unknown marking',
      'x-classification',
      'URGENT',
      'The header x-classification must be UNCLASSIFIED, PUBLIC or INTERNAL (thường, công khai, nội bộ).',
    ],
    [
      'a marking in another encoding',
      'x-classification',
      'M\xc2T',
      'The header x-classification must be UTF-8, percent-encoded.',
    ],
    ['no name', 'x-file-name', undefined, 'The header x-file-name is required.'],
    ['a path', 'x-file-name', '..%2F..%2Fa.pdf', 'The file name has a path in it; send the name alone.'],
    [
      'a line break in its name',
      'x-file-name',
      'a%0D%0Ab.pdf',
      'The file name has control, invisible or unassigned characters.',
    ],
    [
      'a bidirectional override in its name',
      'x-file-name',
      'a%E2%80%AEfdp.pdf',
      'The file name has control, invisible or unassigned characters.',
    ],
    ['a name too long', 'x-file-name', `${'a'.repeat(252)}.pdf`, 'The file name is longer than 255 bytes in UTF-8.'],
    ['another ending', 'x-file-name', 'a.exe', 'The file name must end in .pdf for application/pdf.'],
    ['a stray %', 'x-file-name', '50%.pdf', 'The header x-file-name must be UTF-8, percent-encoded.'],
    [
      'half a character in its name',
      'x-file-name',
      '%ED%A0%80.pdf',
      'The header x-file-name must be UTF-8, percent-encoded.',
    ],
    [
      'what is no digest',
      'x-sha256',
      'abc',
      'The header x-sha256 must be the SHA-256 of the file: 64 hexadecimal digits.',
    ],
  ])('with %s', async (_, name, value, message) => {
    const { [name]: _dropped, ...rest } = asPdf as Record<string, string>;
    expect(await on.post(pdf, value === undefined ? rest : { ...rest, [name]: value })).toEqual(
      refused(400, 'INPUT_INVALID', message),
    );
    expect(on.puts).toEqual([]);
  });

  test.each([
    ['of another type', 'text/html'],
    ['of what is no type', 'what?'],
  ])('%s', async (_, type) => {
    const { status, body } = await on.post(pdf, withHeader('content-type', type));
    expect([status, body]).toEqual([
      415,
      {
        errors: [
          {
            message: expect.stringMatching(/^Send one of these types: application\/pdf, image\/png, /) as unknown,
            extensions: { code: 'UNSUPPORTED_MEDIA_TYPE' },
          },
        ],
      },
    ]);
  });

  test('under a content encoding', async () => {
    expect(await on.post(pdf, withHeader('content-encoding', 'gzip'))).toEqual(
      refused(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send the file as it is, without a content encoding.'),
    );
  });

  test.each([
    ['a short one', 'MZ program'],
    ['a long one', 'MZ'.repeat(200_000)],
  ])('when its content is of another type than it says: %s', async (_, content) => {
    expect(await on.post(content)).toEqual(
      refused(415, 'UNSUPPORTED_MEDIA_TYPE', 'The content of the file is not application/pdf.'),
    );
  });

  test.each([
    ['with a body of no bytes', ''],
    ['without a body', null],
  ])('when it is empty, %s', async (_, body) => {
    expect(await on.post(body)).toEqual(refused(400, 'INPUT_INVALID', 'The file is empty.'));
  });

  test('when its digest is not the one that was told', async () => {
    expect(await on.post(pdf, withHeader('x-sha256', sha256Of('other')))).toEqual(
      refused(422, 'INPUT_INVALID', 'The content of the file is not what the header x-sha256 says: send it again.'),
    );
  });

  test('when it says that it is too large, before any of it is read', async () => {
    await on.restart(on.watched(), 100);
    expect(await on.post(`%PDF-${'x'.repeat(96)}`)).toEqual(
      refused(413, 'CAPACITY_LIMIT', 'The file is larger than 100 bytes.'),
    );
    expect(on.puts).toEqual([]);
  });

  test('when it becomes too large without having said so', async () => {
    await on.restart(on.watched(), 100_000);
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(Buffer.from('%PDF-'.padEnd(50_000))),
    });
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', headers: asPdf, body: endless, duplex: 'half' };
    expect(await answerOf(await fetch(`${on.url}/evidence`, init))).toEqual(
      refused(413, 'CAPACITY_LIMIT', 'The file is larger than 100000 bytes.'),
    );
  });

  test('by an answer that also a sender gets who sends all before it reads', async () => {
    const body = Buffer.alloc(5_000_000, 'x');
    const socket = connect(Number(new URL(on.url).port), '127.0.0.1');
    const head = [
      'POST /evidence HTTP/1.1',
      'host: localhost',
      'authorization: Bearer CLERK',
      'content-type: application/pdf',
      'x-file-name: a.pdf',
      'x-classification: MAT',
      `content-length: ${body.length}`,
    ].join('\r\n');
    await new Promise((sent) => socket.write(Buffer.concat([Buffer.from(`${head}\r\n\r\n`), body]), sent));
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 422 .*CLASSIFIED_CONTENT_REFUSED/s);
    socket.destroy();
  });
});
/** An upload whose sender decides when each piece goes. */
const slowly = (size: number) => {
  const request = httpRequest(`${on.url}/evidence`, {
    method: 'POST',
    headers: { ...asPdf, 'content-length': size },
  });
  const answered = new Promise<{ status: number | undefined; body: unknown }>((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response) => {
      let text = '';
      response.on('data', (piece: Buffer) => (text += piece.toString()));
      response.on('end', () => resolve({ status: response.statusCode, body: JSON.parse(text) as unknown }));
    });
  });
  return { request, answered };
};

/** A store that says when the first piece has come, and notes the sizes of all. */
const listening = (store: EvidenceStore) => {
  let came = (): void => undefined;
  const first = new Promise<void>((resolve) => (came = resolve));
  const sizes: number[] = [];
  const heard = async function* (content: AsyncIterable<Uint8Array>) {
    for await (const piece of content) {
      sizes.push(piece.length);
      yield piece;
      came();
    }
  };
  return {
    first,
    sizes,
    store: {
      ...store,
      put: (content: AsyncIterable<Uint8Array>, upload: EvidenceUpload) => store.put(heard(content), upload),
    },
  };
};

describe('an upload flows', () => {
  test('into the store while its sender still sends, in small pieces, beyond the limit of other bodies', async () => {
    const { first, sizes, store } = listening(on.watched());
    await on.restart(store);
    const size = 50_000_000;
    const piece = Buffer.alloc(1_000_000, 'x');
    const hash = createHash('sha256');
    const { request, answered } = slowly(size);
    for (let sent = 0; sent < size; sent += piece.length) {
      const next = sent === 0 ? Buffer.from('%PDF-'.padEnd(piece.length)) : piece;
      hash.update(next);
      if (!request.write(next)) await once(request, 'drain');
      // Had the server gathered the body, this would never come.
      if (sent === 0) await first;
    }
    request.end();
    const sha256 = hash.digest('hex');
    expect(await answered).toEqual({
      status: 201,
      body: { ...storedPdf, sha256, size },
    });
    expect(sizes.reduce((sum, each) => sum + each, 0)).toBe(size);
    // A piece is what the socket gives at once: the sender's megabytes are never put together again.
    expect(Math.max(...sizes)).toBeLessThan(500_000);

    const response = await fetch(`${on.url}/evidence/${sha256}`, { headers: bearer('AUDITOR') });
    expect(sha256Of(Buffer.from(await response.arrayBuffer()))).toBe(sha256);
  });

  test('and leaves nothing when its connection is cut in the middle', async () => {
    const { first, store } = listening(on.watched());
    await on.restart(store);
    const { request, answered } = slowly(1_000_000);
    const failed = expect(answered).rejects.toThrow();
    request.write('%PDF-'.padEnd(200_000));
    await first;
    request.destroy();
    await failed;
    expect(await on.puts[0]).toMatchObject({ code: 'ECONNRESET' });
    expect(on.lies()).toEqual([]);
    expect(await on.post(pdf)).toMatchObject({ status: 201 });
    expect(on.errors()).toEqual([]);
  });

  test('and other bodies keep their limit and their type', async () => {
    const json = { 'content-type': 'application/json' };
    const send = async (headers: Record<string, string>, body: string) =>
      (await fetch(`${on.url}/json`, { method: 'POST', headers, body })).status;
    expect(await send(json, '{}')).toBe(200);
    expect(await send(json, JSON.stringify('x'.repeat(1000)))).toBe(413);
    expect(await send({ 'content-type': 'application/pdf' }, pdf)).toBe(415);
  });

  test('and a fault of the store is masked, and logged', async () => {
    const full = new StoreFault('STORE_FULL', 'No space is left for /data/evidence.');
    await on.restart({ ...on.watched(), put: () => Promise.reject(full) });
    expect(await on.post(pdf)).toEqual({
      status: 500,
      body: {
        errors: [
          {
            message: 'Internal server error. Tell the operators the correlation id.',
            extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId: expect.any(String) as unknown },
          },
        ],
      },
    });
    expect(on.errors()).toMatchObject([{ err: { code: 'STORE_FULL' } }]);
  });
});
