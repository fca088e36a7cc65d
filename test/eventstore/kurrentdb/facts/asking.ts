import {
  ANY,
  binaryEvent,
  jsonEvent,
  KurrentDBClient,
  type AllStreamResolvedEvent,
  type AppendResult,
  type AppendStreamState,
  type AppendToStreamOptions,
  type EventData,
  type Position,
  type ReadAllOptions,
  type ReadStreamOptions,
  type ResolvedEvent,
} from '@kurrent/kurrentdb-client';
import { randomUUID } from 'node:crypto';

/** What a scenario finds out, under the names of the recorded facts. */
export type Found = Map<string, unknown>;
export type Scenario = (asking: Asking, found: Found) => Promise<void>;

const uuids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

/** Asks a server through the real client and says what came in the words of the recorded facts. */
export class Asking {
  readonly client: KurrentDBClient;
  readonly #connectionString: string;
  readonly #scenario: string;
  readonly #run = randomUUID().slice(0, 8);
  readonly #clients: KurrentDBClient[] = [];

  constructor(connectionString: string, scenario: string) {
    this.#connectionString = connectionString;
    this.#scenario = scenario;
    this.client = this.another();
  }

  /** A further client, with further settings. */
  another(settings = ''): KurrentDBClient {
    const client = KurrentDBClient.connectionString(`${this.#connectionString}${settings}`);
    this.#clients.push(client);
    return client;
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.dispose()));
  }

  /** The name of a stream of this scenario and run. */
  stream(name: string): string {
    return `${this.#scenario}-${name}-${this.#run}`;
  }

  get run(): string {
    return this.#run;
  }

  async appendRaw(
    stream: string,
    events: EventData[],
    streamState?: AppendStreamState,
    options: AppendToStreamOptions = {},
    client = this.client,
  ): Promise<AppendResult | Failed> {
    return this.attempt(() =>
      client.appendToStream(stream, events, { ...options, ...(streamState === undefined ? {} : { streamState }) }),
    );
  }

  async append(...call: Parameters<Asking['appendRaw']>): Promise<unknown> {
    return this.appendFact(await this.appendRaw(...call));
  }

  appendFact(result: AppendResult | Failed): unknown {
    if ('ERROR' in result) return result;
    const { success, nextExpectedRevision, position } = result;
    const place =
      position === undefined ? '<none>' : `commit${position.commit === position.prepare ? '==' : '!='}prepare`;
    return { success, next: `${nextExpectedRevision}n`, position: place };
  }

  async readRaw(stream: string, options: ReadStreamOptions = {}): Promise<RecordedOf[]> {
    const found: RecordedOf[] = [];
    for await (const { event } of this.client.readStream(stream, options)) if (event !== undefined) found.push(event);
    return found;
  }

  /** The events of a stream as `revision:type`. */
  read(stream: string, options?: ReadStreamOptions): Promise<unknown> {
    return this.attempt(async () =>
      (await this.readRaw(stream, options)).map(({ revision, type }) => `${revision}:${type}`),
    );
  }

  count(stream: string): Promise<unknown> {
    return this.attempt(async () => (await this.readRaw(stream)).length);
  }

  async allRaw(options: ReadAllOptions = {}): Promise<AllStreamResolvedEvent[]> {
    const found: AllStreamResolvedEvent[] = [];
    for await (const event of this.client.readAll(options)) found.push(event);
    return found;
  }

  /** Everything as `stream@revision:type`. */
  all(options?: ReadAllOptions): Promise<unknown> {
    return this.attempt(async () =>
      (await this.allRaw(options)).map(({ event }) =>
        this.text(`${event?.streamId ?? ''}@${event?.revision ?? ''}:${event?.type ?? ''}`),
      ),
    );
  }

  /** The metadata of a stream. This client gives their position where it promises their revision. */
  async metadata(stream: string): Promise<unknown> {
    const { metastreamRevision, ...rest } = await this.client.getStreamMetadata(stream);
    if (metastreamRevision === undefined) return this.fact(rest);
    const { position, revision } = (await this.readRaw(`$$${stream}`)).at(-1) ?? {};
    const isPosition = metastreamRevision === position?.commit && metastreamRevision !== revision;
    return {
      ...(this.fact(rest) as object),
      metastreamRevision: isPosition ? 'commit position of the metadata event (not its revision)' : 'other',
    };
  }

  async attempt<T>(work: () => Promise<T>): Promise<T | Failed> {
    try {
      return await work();
    } catch (error) {
      return { ERROR: this.error(error) };
    }
  }

  /** A value without what changes from run to run. */
  fact(value: unknown): unknown {
    if (value === undefined) return '<undefined>';
    if (typeof value === 'bigint') return `${value}n`;
    if (typeof value === 'string') return this.text(value);
    if (value instanceof Uint8Array) {
      return `<bytes ${value.length}${value.length <= 16 ? ` ${Buffer.from(value).toString('hex')}` : ''}>`;
    }
    if (Array.isArray(value)) return value.map((item) => this.fact(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [this.text(key), this.fact(member)]));
  }

  error(error: unknown): Record<string, unknown> {
    const failure = error as Error & { type?: unknown; code?: unknown; _raw?: Bearer; metadata?: Bearer['metadata'] };
    const told = ['type', 'code', 'message', '_raw', 'stack', 'name', 'details', 'metadata'];
    const rest = Object.entries(failure).filter(([key]) => !told.includes(key));
    const trailers = (failure._raw?.metadata ?? failure.metadata)?.getMap?.();
    const ofTransport = ['date', 'server', 'content-length', 'content-type'];
    return {
      class: failure.constructor.name,
      name: failure.name,
      type: this.fact(failure.type),
      code: this.fact(failure.code),
      message: this.text(failure.message).slice(0, 300),
      ...Object.fromEntries(rest.map(([key, value]) => [key, this.fact(value)])),
      ...(trailers === undefined
        ? {}
        : {
            trailers: Object.fromEntries(
              Object.entries(trailers)
                .filter(([key]) => !ofTransport.includes(key))
                .sort(([a], [b]) => (a < b ? -1 : 1))
                .map(([key, value]) => [key, this.text(String(value))]),
            ),
          }),
    };
  }

  text(text: string): string {
    return text
      .replaceAll(this.#run, '<r>')
      .replace(uuids, '<uuid>')
      .replace(/127\.0\.0\.1:\d+/g, '<addr>')
      .replace(/Deadline exceeded after .*/, 'Deadline exceeded after ...');
  }
}

export interface Failed {
  readonly ERROR: Record<string, unknown>;
}

type RecordedOf = NonNullable<ResolvedEvent['event']>;

interface Bearer {
  readonly metadata?: { getMap?(): Record<string, unknown> };
}

export const event = (type = 'T', data: object = { x: 1 }, id?: string): EventData =>
  jsonEvent({ type, data: { ...data }, ...(id === undefined ? {} : { id }) });
export const bytes = (size: number): EventData => binaryEvent({ type: 'T', data: Buffer.alloc(size) });
export const many = (count: number, type = 'T', from = 0): EventData[] =>
  Array.from({ length: count }, (_, index) => event(type, { i: index + from }));
export const before = (a: Position | undefined, b: Position | undefined): boolean =>
  a !== undefined && b !== undefined && a.commit < b.commit;
export const rising = (positions: readonly (Position | undefined)[]): boolean =>
  positions.every((position, index) => index === 0 || before(positions[index - 1], position));
export { ANY };
