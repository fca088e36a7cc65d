import {
  MongoBulkWriteError,
  MongoClient,
  MongoError,
  MongoNetworkError,
  MongoServerError,
  MongoServerSelectionError,
  type ClientSession,
  type Db,
  type Binary,
} from 'mongodb';
import { backOffMs, pause, StoreFault, type Timer } from '../application/ports.js';

/** How long one question or write may take on the server, in milliseconds. */
export const operationTimeMs = 30_000;

/** How often a server that does not answer is asked at start, each time for as long as a server is looked for. */
const openingTries = 5;

const unauthorized = 13;
const faults: ReadonlyMap<number, readonly [StoreFault['code'], string]> = new Map([
  [unauthorized, ['STORE_UNAVAILABLE', 'does not permit this: the user needs the role readWrite on the database']],
  [18, ['STORE_UNAVAILABLE', 'refuses the user or the password']],
  [50, ['STORE_UNAVAILABLE', `did not answer within ${operationTimeMs / 1000} s`]],
  [64, ['STORE_UNAVAILABLE', `did not confirm a write on most of its nodes within ${operationTimeMs / 1000} s`]],
  [14031, ['STORE_FULL', 'cannot write: the disk is full']],
]);

/** The number MongoDB gives an error; undefined for one that is not the server's. */
export const errorCode = (error: unknown): number | undefined =>
  error instanceof MongoServerError && typeof error.code === 'number' ? error.code : undefined;

// A driver's message may quote the connection string.
const withoutCredentials = (message: string): string => message.replace(/\/\/\S*@/g, '//');

const sentence = (error: MongoError): string => {
  const [line = ''] = withoutCredentials(error.message).split('\n');
  return line;
};

const unreachable = (error: MongoError): boolean =>
  error instanceof MongoNetworkError ||
  error instanceof MongoServerSelectionError ||
  // A bulk wraps what befell its connection in an error of its own, without a code.
  (error instanceof MongoBulkWriteError && error.code === undefined) ||
  // The server is stepping down, shutting down or not the primary any more.
  error.hasErrorLabel('RetryableWriteError') ||
  error.hasErrorLabel('TransientTransactionError') ||
  error.name === 'MongoPoolClearedError' ||
  error.name === 'MongoWaitQueueTimeoutError' ||
  [10107, 13435, 11600, 11602, 189, 91].includes(errorCode(error) ?? 0);

/** The options that the connection string does not set itself. */
const absentFrom = (url: string, options: Readonly<Record<string, number>>): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(options).filter(([name]) => !new RegExp(`[?&]${name}=`, 'i').test(url)));

/** How a connection ends that one side takes for TLS and the other does not, or whose certificate is not believed. */
const perhapsTls = /closed|\bTLS\b|\bSSL\b|certificate|EPROTO|ECONNRESET|wrong version number|altname/i;

/** A fault of connecting, in words that help: `hosts` are those of the connection string. */
const connectFault = (error: unknown, hosts: string): unknown => {
  if (error instanceof StoreFault) {
    if (!(error.cause instanceof MongoError) || !unreachable(error.cause) || !perhapsTls.test(error.message))
      return error;
    const hint = 'Check that tls is set as it wants it, tlsCAFile and the name in its certificate';
    return new StoreFault(error.code, `${error.message}. ${hint}`, { cause: error.cause });
  }
  const { code, path } = error as { readonly code?: unknown; readonly path?: unknown };
  if (typeof code !== 'string' || typeof path !== 'string') return error;
  return new StoreFault(
    'STORE_UNAVAILABLE',
    `the connection string of MongoDB at ${hosts} names the file ${path}, which cannot be read: ${code}`,
    { cause: error },
  );
};

/** A client that has not connected yet. Throws StoreFault for a connection string that the driver refuses. */
const clientFor = (url: string): MongoClient => {
  try {
    return new MongoClient(url, {
      appName: 'concordat',
      ...absentFrom(url, {
        serverSelectionTimeoutMS: 5_000,
        connectTimeoutMS: 5_000,
        waitQueueTimeoutMS: 10_000,
        // Long enough for the indexes of a large read model; a host that is gone is noticed by heartbeats long before.
        socketTimeoutMS: 600_000,
      }),
      readPreference: 'primary',
      writeConcern: { w: 'majority', wtimeoutMS: operationTimeMs },
      ignoreUndefined: true,
    });
  } catch (error) {
    const reason = error instanceof Error ? withoutCredentials(error.message) : String(error);
    // Without the cause, which may hold the whole connection string.
    throw new StoreFault('STORE_UNAVAILABLE', `not a usable MongoDB connection string: ${reason}`);
  }
};

/**
 * A database and the little that the stores need of its server: whether it has transactions, and that every error is
 * a StoreFault naming the hosts, never the credentials.
 */
export class MongoServer {
  #closed = false;

  private constructor(
    private readonly client: MongoClient,
    readonly database: Db,
    private readonly hosts: string,
    /** A replica set or a sharded cluster has them, a standalone node has not. */
    readonly transactions: boolean,
    /** Whose connection this shares. */
    private readonly owner?: MongoServer,
  ) {}

  /** Why a connection string cannot be used, in a sentence without secrets; undefined when it can. Speaks to nobody. */
  static problemOf(url: string): string | undefined {
    try {
      clientFor(url);
      return undefined;
    } catch (error) {
      return `The driver refuses it: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  /** Connects. Rejects with StoreFault `STORE_UNAVAILABLE` when the server cannot be reached, refuses us or is not the primary. */
  static async connect(url: string, databaseName?: string): Promise<MongoServer> {
    const client = clientFor(url);
    const hosts = client.options.srvHost ?? client.options.hosts.join(',');
    // Where the connection string names none the driver would take `test`.
    const named = /^[^/]+\/\/[^/]+\/[^?]/.test(url) ? client.options.dbName : 'concordat';
    const database = client.db(databaseName ?? named);
    const connecting = new MongoServer(client, database, hosts, false);
    try {
      const hello = await connecting.run(async () => {
        await client.connect();
        return database.command({ hello: 1 });
      });
      if (hello.isWritablePrimary !== true) {
        throw new StoreFault(
          'STORE_UNAVAILABLE',
          `MongoDB at ${hosts} is not the primary of its replica set: name the set (replicaSet=…) in the connection string`,
        );
      }
      return new MongoServer(client, database, hosts, 'setName' in hello || hello.msg === 'isdbgrid');
    } catch (error) {
      await client.close();
      throw connectFault(error, hosts);
    }
  }

  /**
   * As `connect`, and again with growing pauses, over some half a minute, while nobody answers: the server may be starting too.
   * `onTrouble` is told of each try. What a server that answers refuses is refused at once.
   */
  static async connectPatiently(
    url: string,
    { timer, onTrouble }: { readonly timer: Timer; readonly onTrouble: (message: string) => void },
  ): Promise<MongoServer> {
    for (let failures = 1; ; failures += 1) {
      try {
        return await MongoServer.connect(url);
      } catch (error) {
        const silent = error instanceof StoreFault && error.cause instanceof MongoError && unreachable(error.cause);
        if (!silent || failures === openingTries) throw error;
        onTrouble(`${error.message}; trying again`);
        await pause(timer, backOffMs(failures));
      }
    }
  }

  /**
   * The same connection for one of several stores. To close it ends that store's use and leaves the connection open; to
   * close this one ends both.
   */
  share(): MongoServer {
    return new MongoServer(this.client, this.database, this.hosts, this.transactions, this);
  }

  get isClosed(): boolean {
    return this.#closed || this.owner?.isClosed === true;
  }

  /** Where this is, for messages. */
  get place(): string {
    return `database ${this.database.databaseName} of MongoDB at ${this.hosts}`;
  }

  /** Runs what asks the server; its errors become StoreFaults. Must be the outermost call, so that retries see the driver's. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.isClosed) throw new StoreFault('STORE_CLOSED', `${this.place} is closed`);
    try {
      return await work();
    } catch (error) {
      throw this.#fault(error);
    }
  }

  startSession(): ClientSession {
    return this.client.startSession();
  }

  /** Ends a session of this user, whoever opened it, and with it the transaction it has open. */
  async endSession(id: Binary): Promise<void> {
    await this.database.command({ killSessions: [{ id }] });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (this.owner === undefined) await this.client.close();
  }

  #fault(error: unknown): unknown {
    if (!(error instanceof MongoError)) return error;
    if (this.isClosed) return new StoreFault('STORE_CLOSED', `${this.place} is closed`, { cause: error });
    const known = faults.get(errorCode(error) ?? 0);
    if (known !== undefined) return new StoreFault(known[0], `${this.place} ${known[1]}`, { cause: error });
    if (unreachable(error)) {
      return new StoreFault('STORE_UNAVAILABLE', `${this.place} is not available: ${sentence(error)}`, {
        cause: error,
      });
    }
    return error;
  }
}

/** The places in a bulk of the writes that met an existing id; throws the error when anything else went wrong. */
export const duplicates = (error: unknown): readonly number[] => {
  if (!(error instanceof MongoBulkWriteError) || error.result.getWriteConcernError() !== undefined) throw error;
  const failed = error.result.getWriteErrors();
  if (failed.length === 0 || failed.some(({ code }) => code !== 11000)) throw error;
  return failed.map(({ index }) => index);
};
