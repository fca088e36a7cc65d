import type { FastifyInstance } from 'fastify';
import { HttpError } from './http.js';

const allowedHeaders =
  'authorization, content-type, x-concordat-role, x-request-id, apollo-require-preflight, x-apollo-operation-name';

/**
 * Lets pages of the listed origins call /graphql (the Fetch standard's CORS protocol) and no others. Credentials are
 * bearer tokens that a page must hold itself, so `allow-credentials` is never sent.
 */
export const installCors = (app: FastifyInstance, origins: readonly string[]): void => {
  const allowed = new Set(origins);
  const isAllowed = (origin: string | undefined): origin is string => origin !== undefined && allowed.has(origin);

  if (allowed.size > 0) {
    app.addHook('onRequest', (request, reply, done) => {
      const { origin } = request.headers;
      void reply.header('vary', 'origin');
      if (isAllowed(origin)) {
        void reply.header('access-control-allow-origin', origin);
        void reply.header('access-control-expose-headers', 'x-request-id');
        void reply.header('cross-origin-resource-policy', 'cross-origin');
      }
      done();
    });
  }
  app.options('/graphql', (request, reply) => {
    if (!isAllowed(request.headers.origin)) {
      throw new HttpError(403, 'FORBIDDEN', 'Pages of this origin may not call the server.');
    }
    return reply
      .code(204)
      .header('access-control-allow-methods', 'GET, POST')
      .header('access-control-allow-headers', allowedHeaders)
      .header('access-control-max-age', '600')
      .send();
  });
};
