import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** How long a body may take to come, in milliseconds, where it is not the standard of the server. */
    readonly bodyTimeoutMs?: number;
  }
}

/**
 * Cuts a request whose body does not come whole in time: one that trickles in holds a connection. Node's own limit is one
 * for all requests, so that the server sets it to the longest that a route allows; this one is the route's.
 */
export const installBodyTimeout = (app: FastifyInstance, standardMs: number): void => {
  app.addHook('onRequest', ({ raw, routeOptions }, _reply, done) => {
    const { 'content-length': length, 'transfer-encoding': encoding } = raw.headers;
    if (encoding !== undefined || (length !== undefined && length !== '0')) {
      const cut = setTimeout(() => {
        if (raw.complete) return;
        raw.socket.write('HTTP/1.1 408 Request Timeout\r\nconnection: close\r\n\r\n');
        raw.socket.destroySoon();
      }, routeOptions.config.bodyTimeoutMs ?? standardMs).unref();
      raw.once('close', () => clearTimeout(cut));
    }
    done();
  });
};
