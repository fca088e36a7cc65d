import { StoreFault } from '../../application/ports.js';
import type { Position } from '../../domain/kernel/ids.js';
import { tablesOf, type Tables } from './collections.js';
import type { Registry, Slot } from './registry.js';
import type { MongoServer } from '../../mongodb/server.js';
import { Writer } from './writer.js';

/**
 * Which generation a handle means: the live one, whichever that is, or one being built. The last one seen is kept, so that
 * a read costs one round trip; another instance may have swapped it, which is noticed when its collections are gone.
 */
export class Pointer {
  /** Absent where there are no transactions. */
  readonly writer: Writer | undefined;

  constructor(
    private readonly server: MongoServer,
    private readonly registry: Registry,
    /** A generation that was built becomes the live one when it is swapped in. */
    public slot: Slot,
    public tables: Tables,
  ) {
    this.writer = server.transactions ? new Writer(server, `${slot} ${tables.projection}`) : undefined;
  }

  /**
   * Looks the generation up anew and tells where it stands. Throws StoreFault: `STORE_CLOSED` when the one being built was
   * dropped, `STORE_CORRUPT` when there is no live one any more.
   */
  async refresh(): Promise<Position> {
    const { projection, entry } = this.tables;
    const found = (await this.registry.read(projection))?.[this.slot];
    if (this.slot === 'building' && found?.generation !== entry.generation) {
      throw new StoreFault('STORE_CLOSED', `the generation of ${projection} that was being built was dropped`);
    }
    if (found === undefined) {
      throw new StoreFault(
        'STORE_CORRUPT',
        `${projection} is gone from ${this.server.place}; start again to rebuild it`,
      );
    }
    if (found.generation !== entry.generation) this.tables = tablesOf(this.server, projection, found);
    return found.position;
  }
}
