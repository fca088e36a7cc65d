import { MongoError, MongoServerSelectionError, type ClientSession, type Collection, type Binary } from 'mongodb';
import { errorCode, operationTimeMs, type MongoServer } from '../../mongodb/server.js';

const attempts = 5;

const interrupted = 11601;

const labelled = (error: unknown, label: string): boolean => error instanceof MongoError && error.hasErrorLabel(label);

interface Claim {
  readonly _id: string;
  /** The id of the server session in which the last writer writes. */
  readonly session: Binary;
}

/**
 * Writes one projection in transactions, one at a time and all in one session. A transaction whose process died between two
 * of its writes stays open on the server, for a minute by default, and bars everybody else; so each writer leaves the id of
 * its session in `read.writers`, and the one who takes over ends what the other left open.
 */
export class Writer {
  readonly #claims: Collection<Claim>;
  #session: ClientSession | undefined;
  #claimed = false;
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly server: MongoServer,
    private readonly name: string,
  ) {
    this.#claims = server.database.collection<Claim>('read.writers');
  }

  /**
   * All or nothing, durable on a majority when it resolves. `work` may run several times. When the outcome of the commit
   * stays unknown it rejects, and what was written is whole or absent: the position tells.
   */
  transaction<T>(work: (session: ClientSession) => Promise<T>): Promise<T> {
    const result = this.#last.then(() => this.#attempt(work));
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #attempt<T>(work: (session: ClientSession) => Promise<T>): Promise<T> {
    const session = (this.#session ??= this.server.startSession());
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#claim(session);
        session.startTransaction({ maxCommitTimeMS: operationTimeMs });
        const result = await work(session);
        await this.#commit(session);
        return result;
      } catch (error) {
        if (session.inTransaction()) await session.abortTransaction();
        // Ended by another writer or by a change of the primary: nothing was written.
        const again =
          (labelled(error, 'TransientTransactionError') && !(error instanceof MongoServerSelectionError)) ||
          // So ends what was at work in a session that another writer ends: it is not always labelled.
          errorCode(error) === interrupted;
        if (!again || attempt === attempts) throw error;
        this.#claimed = false;
      }
    }
  }

  async #claim(session: ClientSession): Promise<void> {
    const id = session.id?.id;
    if (this.#claimed || id === undefined) return;
    const before = await this.#claims.findOneAndUpdate(
      { _id: this.name },
      { $set: { session: id } },
      { upsert: true, returnDocument: 'before', maxTimeMS: operationTimeMs },
    );
    if (before !== null && before.session.toString('hex') !== id.toString('hex')) {
      await this.server.endSession(before.session);
    }
    this.#claimed = true;
  }

  /** A commit is asked for again while nobody knows whether it was made: it is made once. */
  async #commit(session: ClientSession): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await session.commitTransaction();
        return;
      } catch (error) {
        const unknown =
          labelled(error, 'UnknownTransactionCommitResult') && !(error instanceof MongoServerSelectionError);
        if (!unknown || attempt === attempts) throw error;
      }
    }
  }
}
