import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fastify, type FastifyInstance } from 'fastify';
import type { EvidenceStore } from '../../src/application/ports.js';
import { AuthenticationError, type Authenticator, type Principal } from '../../src/application/principal.js';
import { Role } from '../../src/domain/kernel/event.js';
import { openFolderEvidenceStore } from '../../src/evidence/folder/evidenceStore.js';
import { createEvidenceLinks, type EvidenceLinks } from '../../src/evidence/links.js';
import { installEvidence } from '../../src/server/evidence.js';
import { installBodyParser, installErrors, installHeaders, installRequestLog } from '../../src/server/http.js';
import { createLogger } from '../../src/server/logger.js';
import { temporaryFolder } from '../support/folder.js';
import { handClock } from '../support/notes.js';

export const sha256Of = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');
const principalOf = (role: Role): Principal => ({ subject: 's', personKey: 'person-1', role, demo: true });
/** The token is the role. */
const authenticator: Authenticator = {
  authenticate: ({ authorization }) => {
    const role = Role.safeParse(String(authorization).replace('Bearer ', ''));
    return role.success
      ? Promise.resolve(principalOf(role.data))
      : Promise.reject(new AuthenticationError('UNAUTHENTICATED', 'The token is not valid.'));
  },
};
export const bearer = (role: Role) => ({ authorization: `Bearer ${role}` });

export const pdf = '%PDF-1.7 bản quét';
export const asPdf = {
  ...bearer('CLERK'),
  'content-type': 'application/pdf',
  'x-file-name': encodeURIComponent('Quy chế phối hợp.pdf'),
  'x-classification': 'INTERNAL',
};
export const storedPdf = {
  sha256: sha256Of(pdf),
  size: Buffer.byteLength(pdf),
  mediaType: 'application/pdf',
  name: 'Quy chế phối hợp.pdf',
  classification: 'INTERNAL',
} as const;

export const answerOf = async (response: Response): Promise<{ status: number; body: unknown }> => ({
  status: response.status,
  body: await response.json(),
});
export const refused = (status: number, code: string, message: string) => ({
  status,
  body: { errors: [{ message, extensions: { code } }] },
});

const open = async () => {
  const folder = temporaryFolder();
  const root = join(folder.path, 'evidence');
  const files = await openFolderEvidenceStore(root);
  const clock = handClock('2026-03-01T00:00:00.000Z');
  const links = createEvidenceLinks({ key: Buffer.alloc(32, 7), clock });
  return { folder, root, files, clock, links };
};

/** A server over a folder of files, put together as the real one is, whose other bodies may have 1000 bytes. */
export class EvidenceServer {
  url = '';
  /** What was logged, parsed. */
  readonly log: Record<string, unknown>[] = [];
  /** What was told of reading. */
  readonly reads: unknown[] = [];
  refuseReading = false;
  /** What became of each `put`, so that a test can wait for the end of an upload whose sender is gone. */
  readonly puts: Promise<unknown>[] = [];
  readonly root: string;
  readonly files: EvidenceStore;
  readonly clock: ReturnType<typeof handClock>;
  readonly links: EvidenceLinks;
  #app: FastifyInstance | undefined;

  constructor(private readonly world: Awaited<ReturnType<typeof open>>) {
    ({ root: this.root, files: this.files, clock: this.clock, links: this.links } = world);
  }

  /** The store, with its puts noted. */
  watched(): EvidenceStore {
    const { files, puts } = this;
    return {
      put: (content, upload) => {
        const put = files.put(content, upload);
        puts.push(put.catch((fault: unknown) => fault));
        return put;
      },
      get: (sha256, signal) => files.get(sha256, signal),
      stat: (sha256) => files.stat(sha256),
      close: () => files.close(),
    };
  }

  async start(store: EvidenceStore, maxBytes = 60_000_000): Promise<void> {
    const app = fastify({ logger: false, bodyLimit: 1000 });
    const logger = createLogger('info', {
      write: (line: string) => this.log.push(JSON.parse(line) as Record<string, unknown>),
    });
    installHeaders(app);
    installRequestLog(app, logger);
    installErrors(app, logger);
    installBodyParser(app);
    app.post('/json', (request) => ({ got: request.body }));
    installEvidence(app, {
      store,
      authenticator,
      maxBytes,
      links: this.links,
      logger,
      onRead: (reader, sha256) => {
        if (this.refuseReading) throw new Error('the access store is full');
        this.reads.push([reader === 'LINK' ? reader : reader.role, sha256]);
      },
      onDenied: ({ role }, sha256) => this.reads.push(['DENIED', role, sha256]),
    });
    this.#app = app;
    this.url = await app.listen({ host: '127.0.0.1', port: 0 });
  }

  async restart(store: EvidenceStore, maxBytes?: number): Promise<void> {
    await this.#stop();
    await this.start(store, maxBytes);
  }

  async dispose(): Promise<void> {
    await this.#stop();
    await this.files.close();
    this.world.folder.remove();
  }

  async post(body: string | Uint8Array | null, headers: Record<string, string> = asPdf) {
    return answerOf(await fetch(`${this.url}/evidence`, { method: 'POST', headers, body }));
  }

  /** What lies in the folder, of files and of unfinished uploads. */
  lies(): string[] {
    return ['incoming', 'files'].flatMap((part) => readdirSync(join(this.root, part)));
  }

  errors(): Record<string, unknown>[] {
    return this.log.filter(({ level }) => level === 'error');
  }

  /** As the real server stops: what is answered after the stop began becomes idle, and is closed then. */
  async #stop(): Promise<void> {
    const idle = setInterval(() => this.#app?.server.closeIdleConnections(), 10);
    await this.#app?.close();
    clearInterval(idle);
  }
}

export const startEvidenceServer = async (): Promise<EvidenceServer> => {
  const server = new EvidenceServer(await open());
  await server.start(server.watched());
  return server;
};
