import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { mayRead } from '../application/authorise.js';
import type { EvidenceStore, EvidenceUpload, StoredEvidence } from '../application/ports.js';
import { AuthenticationError, type Authenticator, type Principal } from '../application/principal.js';
import type { Role } from '../domain/kernel/event.js';
import { Sha256 } from '../domain/kernel/ids.js';
import type { Rejection } from '../domain/kernel/rejection.js';
import { parseClassification } from '../evidence/classification.js';
import { attachmentHeader, fileNameProblem } from '../evidence/fileName.js';
import type { EvidenceLinks } from '../evidence/links.js';
import { allowedMediaTypes, beginsAs, headBytes, parseMediaType } from '../evidence/mediaTypes.js';
import { HttpError } from './http.js';
import { cleanText } from './input.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set on POST /evidence once caller and headers were found good. */
    evidenceUpload: EvidenceUpload | null;
  }
}

const uploaders: readonly Role[] = ['CLERK', 'DRAFTER', 'STEERING_HEAD', 'OWNER', 'INSPECTOR'];
/** A scan of some megabytes has this long to come over a slow line. */
export const uploadTimeoutMs = 600_000;

const invalid = (message: string): HttpError => new HttpError(400, 'INPUT_INVALID', message);

/**
 * A header as text in NFC: UTF-8 percent-encoded, with or without RFC 8187's `UTF-8''` before it, or as the bare bytes
 * that some clients send. Undefined when it is missing; throws when it is neither.
 */
const headerText = (headers: IncomingHttpHeaders, name: string): string | undefined => {
  const value = headers[name];
  if (typeof value !== 'string') return undefined;
  const bytes = Buffer.from(value, 'latin1');
  const problem = `The header ${name} must be UTF-8, percent-encoded.`;
  if (!isUtf8(bytes)) throw invalid(problem);
  try {
    const text = cleanText(decodeURIComponent(bytes.toString('utf8').replace(/^utf-8''/i, '')));
    if (text !== undefined) return text;
  } catch {
    // A % that encodes nothing.
  }
  throw invalid(problem);
};

const readClassification = (headers: IncomingHttpHeaders): EvidenceUpload['classification'] => {
  const marking = headerText(headers, 'x-classification');
  if (marking === undefined) throw invalid('The header x-classification is required: how is the document marked?');
  const parsed = parseClassification(marking);
  if ('classification' in parsed) return parsed.classification;
  throw parsed.refused === 'CLASSIFIED_CONTENT_REFUSED'
    ? new HttpError(422, parsed.refused, 'This system may not store documents classified as state secrets.')
    : invalid('The header x-classification must be UNCLASSIFIED, PUBLIC or INTERNAL (thường, công khai, nội bộ).');
};

const readDigest = (headers: IncomingHttpHeaders): string | undefined => {
  const given = headers['x-sha256'];
  if (given === undefined) return undefined;
  const parsed = Sha256.safeParse(typeof given === 'string' ? given.toLowerCase() : given);
  if (parsed.success) return parsed.data;
  throw invalid('The header x-sha256 must be the SHA-256 of the file: 64 hexadecimal digits.');
};

const tooLarge = (maxBytes: number): HttpError =>
  new HttpError(413, 'CAPACITY_LIMIT', `The file is larger than ${maxBytes} bytes.`);

/** What the headers say of an upload. The marking comes first: of a secret document not even the name is looked at. */
const readUpload = (headers: IncomingHttpHeaders, maxBytes: number): EvidenceUpload => {
  const classification = readClassification(headers);
  const mediaType = parseMediaType(headers['content-type'] ?? '');
  if (mediaType === undefined) {
    throw new HttpError(415, 'UNSUPPORTED_MEDIA_TYPE', `Send one of these types: ${allowedMediaTypes.join(', ')}.`);
  }
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') {
    throw new HttpError(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send the file as it is, without a content encoding.');
  }
  const name = headerText(headers, 'x-file-name');
  if (name === undefined) throw invalid('The header x-file-name is required.');
  const problem = fileNameProblem(name, mediaType);
  if (problem !== undefined) throw invalid(`The file name ${problem}.`);
  const expectedSha256 = readDigest(headers);
  if (Number(headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  return { mediaType, name, classification, maxBytes, ...(expectedSha256 === undefined ? {} : { expectedSha256 }) };
};

/** The pieces of a request body. Ending them early leaves the connection open, so that the refusal can be answered. */
const piecesOf = (raw: IncomingMessage): AsyncIterable<Buffer> =>
  raw.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;

/** Passes content on once its beginning was found to be of its type; throws before anything of it is passed otherwise. */
async function* ofType(content: AsyncIterable<Buffer>, mediaType: string): AsyncGenerator<Buffer, void, undefined> {
  let head: Buffer | undefined = Buffer.alloc(0);
  const checked = (bytes: Buffer): Buffer => {
    if (beginsAs(mediaType, bytes.subarray(0, headBytes))) return bytes;
    throw new HttpError(415, 'UNSUPPORTED_MEDIA_TYPE', `The content of the file is not ${mediaType}.`);
  };
  for await (const piece of content) {
    if (head === undefined) {
      yield piece;
      continue;
    }
    head = Buffer.concat([head, piece]);
    if (head.length < headBytes) continue;
    yield checked(head);
    head = undefined;
  }
  // An empty file is refused by the store, by its own name.
  if (head !== undefined && head.length > 0) yield checked(head);
}

const refusalOf = ({ code, path }: Rejection, maxBytes: number): HttpError => {
  if (code === 'CAPACITY_LIMIT') return tooLarge(maxBytes);
  return path === 'expectedSha256'
    ? new HttpError(422, code, 'The content of the file is not what the header x-sha256 says: send it again.')
    : invalid('The file is empty.');
};

/** Takes the rest of a refused upload off the wire, so that its sender comes to read the answer, but no more than so much. */
const drain = (raw: IncomingMessage, most: number): void => {
  let left = most;
  raw.on('data', (piece: Buffer) => {
    left -= piece.length;
    if (left < 0) raw.destroy();
  });
  raw.resume();
};

/** Takes the first piece at once, so that what is wrong before it can still be answered in words. */
const begun = async (content: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> => {
  const iterator = content[Symbol.asyncIterator]();
  let first: IteratorResult<Uint8Array> | undefined = await iterator.next();
  // No generator: one that was never asked for a piece would not end the content when it is ended itself.
  const rest: AsyncIterator<Uint8Array> = {
    next: () => {
      const next = first === undefined ? iterator.next() : Promise.resolve(first);
      first = undefined;
      return next;
    },
    return: async () => (await iterator.return?.()) ?? { done: true, value: undefined },
  };
  return { [Symbol.asyncIterator]: () => rest };
};

const holdsTag = (header: string | undefined, tag: string): boolean =>
  (header ?? '').split(',').some((given) => ['*', tag, `W/${tag}`].includes(given.trim()));

/** By whom a file is read: a caller, or whoever holds a link to it, for the seconds that it still lasts. */
type Reader = { readonly by: Principal } | { readonly by: 'LINK'; readonly secondsLeft: number };

const sendHeaders = (reply: FastifyReply, { sha256, size, mediaType, name }: StoredEvidence, reader: Reader): void => {
  const vary = reply.getHeader('vary');
  // Who reads under a token of their own is asked for it again, so that the right is checked and the reading recorded.
  const others = typeof vary === 'string' ? `${vary}, authorization` : 'authorization';
  const kept = reader.by === 'LINK' ? `private, max-age=${reader.secondsLeft}, immutable` : 'private, no-cache';
  void reply
    .header('etag', `"${sha256}"`)
    .header('cache-control', kept)
    .header('vary', others)
    .header('content-type', mediaType)
    .header('content-length', size)
    .header('content-disposition', attachmentHeader(name))
    // A file that a browser shows nevertheless can run nothing and reach nothing.
    .header('content-security-policy', "default-src 'none'; frame-ancestors 'none'; sandbox");
};

export interface EvidenceRoutes {
  readonly store: EvidenceStore;
  readonly authenticator: Authenticator;
  /** Largest file. The limit of other request bodies does not apply. */
  readonly maxBytes: number;
  readonly links: EvidenceLinks;
  readonly logger: Logger;
  /** Called before the first byte of a file is sent; when it throws, none is. */
  readonly onRead: (reader: Principal | 'LINK', sha256: string) => void;
  /** A known caller without the right to read files has asked for one. */
  readonly onDenied: (principal: Principal, sha256: string) => void;
}

/**
 * `POST /evidence`: the body is the file, its type in `content-type`, name and marking percent-encoded in `x-file-name`
 * and `x-classification`, its digest, when known, in `x-sha256`. Answers 201, or 200 for content that was there before,
 * with what is stored. `GET` and `HEAD /evidence/<sha256>`: the file, by bearer token or signed link.
 */
export const installEvidence = (app: FastifyInstance, options: EvidenceRoutes): void => {
  const { store, authenticator, maxBytes, links, logger, onRead, onDenied } = options;

  const receive = async (request: FastifyRequest, upload: EvidenceUpload) => {
    try {
      return await store.put(ofType(piecesOf(request.raw), upload.mediaType), upload);
    } catch (error) {
      if (request.raw.complete || !request.raw.destroyed) throw error;
      throw new HttpError(400, 'BAD_REQUEST', 'The upload was cut off before its end; nothing of it was kept.');
    }
  };

  const readerOf = async ({ headers, query }: FastifyRequest, sha256: string): Promise<Reader> => {
    const { until, signature } = query as Readonly<Record<string, unknown>>;
    if (headers.authorization === undefined && signature !== undefined) {
      const link = links.check(sha256, until, signature);
      if (link.valid) return { by: 'LINK', secondsLeft: link.secondsLeft };
      const problem = link.why === 'EXPIRED' ? 'The link has expired; ask for a new one.' : 'The link is not valid.';
      throw new AuthenticationError('FORBIDDEN', problem);
    }
    return { by: await authenticator.authenticate(headers) };
  };

  const send = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { sha256 } = request.params as { readonly sha256: string };
    const reader = await readerOf(request, sha256);
    if (!Sha256.safeParse(sha256).success)
      throw invalid('A file is addressed by its SHA-256 in lower-case hexadecimal.');
    if (reader.by !== 'LINK' && !mayRead(reader.by, 'FILE')) {
      onDenied(reader.by, sha256);
      throw new HttpError(403, 'ACCESS_DENIED', 'Your role may not read files.');
    }
    const evidence = await store.stat(sha256);
    if (evidence === null) throw new HttpError(404, 'NOT_FOUND', 'There is no such file.');
    if (holdsTag(request.headers['if-none-match'], `"${sha256}"`)) {
      sendHeaders(reply, evidence, reader);
      return reply.code(304).removeHeader('content-length').send();
    }
    if (request.method === 'HEAD') {
      sendHeaders(reply, evidence, reader);
      return reply.send();
    }
    const content = await store.get(sha256);
    if (content === null) throw new HttpError(404, 'NOT_FOUND', 'There is no such file.');
    const body = Readable.from(await begun(content), { objectMode: false });
    body.once('error', (err) =>
      logger.error({ correlationId: request.id, err, sha256 }, 'file could not be sent whole'),
    );
    try {
      onRead(reader.by, sha256);
    } catch (error) {
      body.destroy();
      throw error;
    }
    sendHeaders(reply, evidence, reader);
    return reply.send(body);
  };

  app.register((scope, _options, done) => {
    // The body goes to the store by itself: nothing parses, limits or gathers it.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, parsed) => parsed(null));
    scope.decorateRequest('evidenceUpload', null);

    scope.post('/evidence', {
      config: { bodyTimeoutMs: uploadTimeoutMs },
      // Everything that can be refused is refused before the first byte of the body is read.
      onRequest: async (request) => {
        const { role } = await authenticator.authenticate(request.headers);
        if (!uploaders.includes(role)) throw new HttpError(403, 'ROLE_NOT_ALLOWED', 'Your role may not upload files.');
        request.evidenceUpload = readUpload(request.headers, maxBytes);
      },
      onResponse: (request, _reply, next) => {
        if (!request.raw.readableEnded && !request.raw.destroyed) drain(request.raw, maxBytes);
        next();
      },
      handler: async (request, reply) => {
        if (request.evidenceUpload === null) throw invalid('The headers of the upload are missing.');
        const put = await receive(request, request.evidenceUpload);
        if (!put.stored) throw refusalOf(put.rejection, maxBytes);
        return reply
          .code(put.isNew ? 201 : 200)
          .header('location', `/evidence/${put.evidence.sha256}`)
          .header('cache-control', 'no-store')
          .send(put.evidence);
      },
    });
    scope.route({ method: ['GET', 'HEAD'], url: '/evidence/:sha256', exposeHeadRoute: false, handler: send });
    done();
  });
};
