import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Authenticator, RequestHeaders } from '../application/principal.js';

/** Whether requests can be served now, and what was looked at. */
export interface Readiness {
  readonly ready: boolean;
  /** By name of what was checked; shown to authenticated callers only. */
  readonly checks: Readonly<Record<string, unknown>>;
}

/** `/livez`: the process answers. `/readyz`: it can serve, 503 when not; its parts are shown only to a caller with a token. */
export const installHealth = (
  app: FastifyInstance,
  options: {
    readonly readiness: () => Promise<Readiness>;
    readonly authenticator: Authenticator;
    readonly isStopping: () => boolean;
    readonly logger: Logger;
  },
): void => {
  const { readiness, authenticator, isStopping, logger } = options;

  const check = async (): Promise<Readiness> => {
    if (isStopping()) return { ready: false, checks: { stopping: true } };
    try {
      return await readiness();
    } catch (err) {
      logger.error({ err }, 'readiness check failed');
      return { ready: false, checks: {} };
    }
  };
  const isKnown = (headers: RequestHeaders): Promise<boolean> =>
    authenticator.authenticate(headers).then(
      () => true,
      () => false,
    );

  app.get('/livez', async (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'alive' }));
  app.get('/readyz', async (request, reply) => {
    const { ready, checks } = await check();
    const details = request.headers.authorization !== undefined && (await isKnown(request.headers)) ? { checks } : {};
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: ready ? 'ready' : 'not ready', ...details });
  });
};
