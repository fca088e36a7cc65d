import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { AuthenticationError, type Authenticator, type Principal } from '../application/principal.js';
import { anonymousBytes, answerAnonymous } from './anonymous.js';
import type { RequestScope } from './graphql.js';
import type { KnownQueries, KnownRequest } from './known.js';
import type { LiveStreams } from './liveStream.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set on /graphql once the token was verified. */
    principal: Principal | null;
  }
}

const tokenRequired = () =>
  new AuthenticationError('UNAUTHENTICATED', 'A bearer token is required in the Authorization header.');

const sourceOf = ({ method, body, query }: FastifyRequest): unknown => {
  const holder = method === 'GET' ? query : body;
  return typeof holder === 'object' && holder !== null && 'query' in holder ? holder.query : undefined;
};

/** POST and GET /graphql. The token is checked before the body is read; without one only a small body is. */
export const installGraphql = <C extends RequestScope>(
  app: FastifyInstance,
  options: {
    readonly schema: GraphQLSchema;
    readonly apollo: ApolloServer<C>;
    readonly known: KnownQueries;
    readonly streams: LiveStreams;
    readonly authenticator: Authenticator;
    readonly createContext: (principal: Principal, requestId: string) => C;
  },
): void => {
  const { schema, apollo, known, streams, authenticator, createContext } = options;
  app.decorateRequest('principal', null);
  /** Contexts of requests that were begun on the short way and could not be answered there. */
  const begun = new WeakMap<FastifyRequest, C>();
  const answer = fastifyApolloHandler(apollo, {
    context: (request) => {
      if (request.principal === null) throw tokenRequired();
      return Promise.resolve(begun.get(request) ?? createContext(request.principal, request.id));
    },
  });
  const answerKnown = async (
    query: KnownRequest,
    principal: Principal,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<unknown> => {
    const context = createContext(principal, request.id);
    const body = await known.answer(query, context);
    if (body !== undefined) return reply.type('application/json; charset=utf-8').send(body);
    begun.set(request, context);
    return answer.call(app, request, reply);
  };
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    exposeHeadRoute: false,
    onRequest: async (request) => {
      if (request.headers.authorization !== undefined) {
        request.principal = await authenticator.authenticate(request.headers);
        return;
      }
      const length = Number(request.headers['content-length'] ?? (request.method === 'GET' ? 0 : Infinity));
      if (!(length <= anonymousBytes)) throw tokenRequired();
    },
    preHandler: (request, reply, done) => {
      if (request.principal !== null) {
        done();
        return;
      }
      const anonymous = answerAnonymous(schema, sourceOf(request));
      if (anonymous === undefined) done(tokenRequired());
      else void reply.header('cache-control', 'no-store').send(anonymous);
    },
    handler(request, reply) {
      const { principal } = request;
      if (principal === null) return answer.call(this, request, reply);
      const query = known.find(request);
      if (query !== undefined) return answerKnown(query, principal, request, reply);
      const wanted = streams.wanted(request);
      return wanted === undefined ? answer.call(this, request, reply) : streams.serve(wanted, principal, reply);
    },
  });
};
