import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { join } from 'node:path';
import {
  answerOf,
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

describe('downloading a file', () => {
  const address = `/evidence/${sha256Of(pdf)}`;
  beforeEach(() => on.post(pdf));
  const get = (path = address, init: RequestInit = { headers: bearer('AUDITOR') }) => fetch(on.url + path, init);
  const seen = async (response: Response) => ({ status: response.status, text: await response.text() });

  const safe = {
    'cache-control': 'private, no-cache',
    'content-disposition': `attachment; filename="Quy che phoi hop.pdf"; filename*=UTF-8''Quy%20ch%E1%BA%BF%20ph%E1%BB%91i%20h%E1%BB%A3p.pdf`,
    'content-length': String(Buffer.byteLength(pdf)),
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    'content-type': 'application/pdf',
    etag: `"${sha256Of(pdf)}"`,
    vary: 'authorization',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
  };

  test('with a token gives the content, offered as a file and never as a page, and tells that it was read', async () => {
    const response = await get();
    expect(Object.fromEntries(response.headers)).toMatchObject(safe);
    expect(await seen(response)).toEqual({ status: 200, text: pdf });
    expect(on.reads).toEqual([['AUDITOR', sha256Of(pdf)]]);
  });

  test('only its head gives the same headers, and reads nothing', async () => {
    const response = await get(address, { method: 'HEAD', headers: bearer('AUDITOR') });
    expect(Object.fromEntries(response.headers)).toMatchObject(safe);
    expect(await seen(response)).toEqual({ status: 200, text: '' });
    expect(on.reads).toEqual([]);
  });

  test.each([`"${sha256Of(pdf)}"`, `"other", W/"${sha256Of(pdf)}"`, '*'])(
    'that the caller has already (%s) gives nothing anew',
    async (tag) => {
      const response = await get(address, { headers: { ...bearer('AUDITOR'), 'if-none-match': tag } });
      expect(await seen(response)).toEqual({ status: 304, text: '' });
      expect(on.reads).toEqual([]);
    },
  );

  test('of which the caller has another gives it', async () => {
    const response = await get(address, { headers: { ...bearer('AUDITOR'), 'if-none-match': '"other"' } });
    expect(await seen(response)).toEqual({ status: 200, text: pdf });
  });

  test('by a link needs no token, and is kept by the browser no longer than the link lasts', async () => {
    const link = on.links.createLink(sha256Of(pdf), 60);
    on.clock.set('2026-03-01T00:00:20.000Z');
    const response = await get(link, {});
    expect(response.headers.get('cache-control')).toBe('private, max-age=40, immutable');
    expect(await seen(response)).toEqual({ status: 200, text: pdf });
    expect(on.reads).toEqual([['LINK', sha256Of(pdf)]]);
    expect(JSON.stringify(on.log)).not.toContain('signature');
  });

  test('by a link that has expired or was altered is refused', async () => {
    const link = on.links.createLink(sha256Of(pdf), 60);
    const altered = link.replace(sha256Of(pdf), sha256Of('other'));
    const bad = await Promise.all([altered, `${link}&until=1`].map(async (path) => answerOf(await get(path, {}))));
    expect(bad).toEqual(bad.map(() => refused(403, 'FORBIDDEN', 'The link is not valid.')));
    on.clock.set('2026-03-01T00:01:00.000Z');
    expect(await answerOf(await get(link, {}))).toEqual(
      refused(403, 'FORBIDDEN', 'The link has expired; ask for a new one.'),
    );
    expect(on.reads).toEqual([]);
  });

  test('without token and link is refused', async () => {
    expect(await answerOf(await get(address, {}))).toEqual(refused(401, 'UNAUTHENTICATED', 'The token is not valid.'));
  });

  test('as DASHBOARD, which reads nothing personal, is denied, and that is told', async () => {
    expect(await answerOf(await get(address, { headers: bearer('DASHBOARD') }))).toEqual(
      refused(403, 'ACCESS_DENIED', 'Your role may not read files.'),
    );
    expect(on.reads).toEqual([['DENIED', 'DASHBOARD', sha256Of(pdf)]]);
  });

  test('that is not there, or under what is no address, is refused', async () => {
    expect(await answerOf(await get(`/evidence/${sha256Of('other')}`))).toEqual(
      refused(404, 'NOT_FOUND', 'There is no such file.'),
    );
    const bad = ['/evidence/..%2Fetc', `/evidence/${sha256Of(pdf).toUpperCase()}`].map(async (path) =>
      answerOf(await get(path)),
    );
    expect(await Promise.all(bad)).toEqual(
      bad.map(() => refused(400, 'INPUT_INVALID', 'A file is addressed by its SHA-256 in lower-case hexadecimal.')),
    );
    expect(on.reads).toEqual([]);
  });

  test('whose reading cannot be recorded sends nothing', async () => {
    on.refuseReading = true;
    const response = await get();
    expect([response.status, response.headers.get('etag'), response.headers.get('cache-control')]).toEqual([
      500,
      null,
      null,
    ]);
    expect(await response.text()).not.toContain('%PDF');
  });

  test('that is damaged, small, is a fault without a byte of it', async () => {
    writeFileSync(join(on.root, 'files', sha256Of(pdf), 'content'), pdf.replace('7', '8'));
    const response = await get();
    expect([response.status, response.headers.get('cache-control')]).toEqual([500, null]);
    expect(on.errors()).toMatchObject([{ err: { code: 'STORE_CORRUPT' } }]);
    expect(on.reads).toEqual([]);
  });

  test('that is damaged, large, breaks off before its end', async () => {
    const large = '%PDF-'.padEnd(1_000_000);
    await on.post(large);
    writeFileSync(join(on.root, 'files', sha256Of(large), 'content'), `${large.slice(0, -1)}!`);
    const response = await get(`/evidence/${sha256Of(large)}`);
    expect(response.status).toBe(200);
    await expect(response.arrayBuffer()).rejects.toThrow('terminated');
    expect(on.errors()).toMatchObject([
      { msg: 'file could not be sent whole', sha256: sha256Of(large), err: { code: 'STORE_CORRUPT' } },
    ]);
  });

  test('flows: its beginning arrives while the store still waits for the rest, and leaving it ends the reading', async () => {
    let ended = (): void => undefined;
    const left = new Promise<void>((resolve) => (ended = resolve));
    const waiting = async function* () {
      try {
        for (;;) yield await Promise.resolve(Buffer.alloc(50_000, 'x'));
      } finally {
        ended();
      }
    };
    const endless = { ...storedPdf, classification: 'INTERNAL', size: 1_000_000_000 } as const;
    await on.restart({ ...on.files, stat: () => Promise.resolve(endless), get: () => Promise.resolve(waiting()) });
    const request = httpRequest(on.url + address, { headers: bearer('AUDITOR') });
    request.end();
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    const [first] = (await once(response, 'data')) as [Buffer];
    expect(first.length).toBeGreaterThan(0);
    request.destroy();
    await left;
  });
});
