import { isUtf8 } from 'node:buffer';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { AuthenticationError } from '../application/principal.js';

/** An error of HTTP itself, in the shape of a GraphQL answer, so that a client needs one way to read errors. */
const body = (code: string, message: string, more: Readonly<Record<string, unknown>> = {}) => ({
  errors: [{ message, extensions: { code, ...more } }],
});

/** A request that is wrong before it is GraphQL. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  constructor(
    readonly statusCode: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const framework: Readonly<Record<number, readonly [code: string, message: string]>> = {
  404: ['NOT_FOUND', 'There is nothing at this address.'],
  413: ['PAYLOAD_TOO_LARGE', 'The request body is larger than this server accepts.'],
  415: ['UNSUPPORTED_MEDIA_TYPE', 'Send the request body as application/json.'],
};

/** Answers one error, also those met before a request has a route. */
export const sendError = (
  error: FastifyError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
  logger: Logger,
): void => {
  if (error instanceof AuthenticationError) {
    const status = error.code === 'UNAUTHENTICATED' ? 401 : 403;
    // RFC 6750 section 3: what kind of credentials, and whether those given were looked at.
    const problem = request.headers.authorization === undefined ? '' : ', error="invalid_token"';
    if (status === 401) void reply.header('www-authenticate', `Bearer realm="concordat"${problem}`);
    void reply.code(status).send(body(error.code, error.message));
    return;
  }
  if (error instanceof HttpError) {
    void reply.code(error.statusCode).send(body(error.code, error.message));
    return;
  }
  const status = 'statusCode' in error ? error.statusCode : undefined;
  if (status !== undefined && status >= 400 && status < 500) {
    const [code, message] = framework[status] ?? ['BAD_REQUEST', 'The request cannot be read.'];
    void reply.code(status).send(body(code, message));
    return;
  }
  logger.error({ correlationId: request.id, err: error }, 'request failed');
  const message = 'Internal server error. Tell the operators the correlation id.';
  void reply.code(500).send(body('INTERNAL_SERVER_ERROR', message, { correlationId: request.id }));
};

/** Answers every error, unknown address and wrong method as JSON without a word of our insides. */
export const installErrors = (app: FastifyInstance, logger: Logger): void => {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    sendError(error, request, reply, logger);
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '/';
    const allowed = (['GET', 'POST'] as const).filter((method) => app.hasRoute({ method, url: path }));
    if (allowed.length === 0) {
      void reply.code(404).send(body('NOT_FOUND', 'There is nothing at this address.'));
      return;
    }
    void reply.header('allow', allowed.join(', '));
    void reply.code(405).send(body('METHOD_NOT_ALLOWED', `This address answers ${allowed.join(', ')} only.`));
  });
};

/** JSON is the one body that is read; bytes that are no UTF-8 are refused, where Node would put U+FFFD in their place. */
export const installBodyParser = (app: FastifyInstance): void => {
  app.removeAllContentTypeParsers();
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, bytes: Buffer, done) => {
    if (!isUtf8(bytes)) {
      done(new HttpError(400, 'INPUT_INVALID', 'The request body is not UTF-8.'), undefined);
      return;
    }
    void parse(request, bytes.toString('utf8'), (error, value) => {
      if (error) done(new HttpError(400, 'BAD_REQUEST', 'The request body is not JSON.'), undefined);
      else done(null, value);
    });
  });
};

const safeHeaders = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

/** Headers against browsers' guesses, and the request id, on every answer. A page puts its own policy over the strict one. */
export const installHeaders = (app: FastifyInstance): void => {
  app.addHook('onRequest', (request, reply, done) => {
    void reply.headers(safeHeaders).header('x-request-id', request.id);
    done();
  });
};

/** One line for each request, at its end; neither the address' query nor the body, which may hold personal data. */
export const installRequestLog = (app: FastifyInstance, logger: Logger): void => {
  app.addHook('onResponse', (request, reply, done) => {
    logger.info(
      {
        requestId: request.id,
        method: request.method,
        route: request.routeOptions.url ?? 'unknown',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 100) / 100,
      },
      'request',
    );
    done();
  });
};

const saneRequestId = /^[A-Za-z0-9._-]{1,64}$/;

/** The caller's id for the request when it can stand in a log and a header as it is, else one of our own. */
export const requestIdOf = (header: string | string[] | undefined, create: () => string): string =>
  typeof header === 'string' && saneRequestId.test(header) ? header : create();
