import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { graphiqlPage, graphiqlScript, graphiqlStyle, type StarterQuery } from './graphiqlPage.js';

const require = createRequire(import.meta.url);
const folders = {
  react: dirname(require.resolve('react/package.json')),
  reactDom: dirname(require.resolve('react-dom/package.json')),
  graphiql: dirname(require.resolve('graphiql/package.json')),
};

const script = 'text/javascript; charset=utf-8';
const style = 'text/css; charset=utf-8';

const files: readonly { readonly url: string; readonly type: string; readonly read: () => Promise<Buffer | string> }[] =
  [
    { url: 'react.js', type: script, read: () => readFile(join(folders.react, 'umd/react.production.min.js')) },
    {
      url: 'react-dom.js',
      type: script,
      read: () => readFile(join(folders.reactDom, 'umd/react-dom.production.min.js')),
    },
    { url: 'graphiql.js', type: script, read: () => readFile(join(folders.graphiql, 'graphiql.min.js')) },
    { url: 'graphiql.css', type: style, read: () => readFile(join(folders.graphiql, 'graphiql.min.css')) },
    { url: 'page.js', type: script, read: () => Promise.resolve(graphiqlScript) },
    { url: 'page.css', type: style, read: () => Promise.resolve(graphiqlStyle) },
  ];

/**
 * Everything from this origin alone, so that the page works in a closed network and leaks nothing out of it. The editor
 * writes style elements at run time, hence inline styles; scripts are never inline.
 */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The query page at /graphiql with all it needs, out of the installed packages; and `/`, which leads there or to the API. */
export const installGraphiql = (app: FastifyInstance, on: boolean, starters: readonly StarterQuery[]): void => {
  if (!on) {
    app.get('/', (_request, reply) => reply.send({ name: 'concordat', graphql: '/graphql' }));
    return;
  }
  const page = graphiqlPage(starters);
  app.get('/', (_request, reply) => reply.redirect('graphiql', 302));
  app.get('/graphiql', (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', pagePolicy)
      .header('cache-control', 'no-cache')
      .send(page),
  );
  for (const { url, type, read } of files) {
    app.get(`/graphiql/${url}`, async (request, reply) => {
      const content = await read();
      const tag = `"${createHash('sha256').update(content).digest('base64url')}"`;
      void reply.type(type).header('cache-control', 'no-cache').header('etag', tag);
      return request.headers['if-none-match'] === tag ? reply.code(304).send() : reply.send(content);
    });
  }
};
