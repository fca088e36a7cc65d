import { mayRead } from '../src/application/authorise.js';
import type { Point, Snapshot } from '../src/application/history.js';
import type { Change as DomainChange } from '../src/domain/kernel/changes.js';
import { parsePosition, printPosition } from '../src/domain/kernel/ids.js';
import { recordRead } from './access.js';
import type { Context, StateOf } from './context.js';
import { projectionBehind } from './errors.js';
import { Change } from './types/basics.js';

/** Waits until the read models have reached a position the client has seen; PROJECTION_BEHIND when they do not in time. */
export const reached = async ({ services }: Context, minPosition: string | null | undefined): Promise<void> => {
  const position = typeof minPosition === 'string' ? parsePosition(minPosition) : undefined;
  if (position === undefined || (await services.progress.waitFor(position))) return;
  const statuses = services.progress.statuses();
  const [slowest] = [...statuses].sort((a, b) => (a.position < b.position ? -1 : 1));
  throw projectionBehind({
    minPosition: printPosition(position),
    ...(slowest === undefined
      ? {}
      : {
          projection: slowest.name,
          position: printPosition(slowest.position),
          ...(slowest.lagEvents === undefined ? {} : { lag: slowest.lagEvents }),
          lagMs: slowest.lagMs,
        }),
  });
};

export const isKnown = (snapshot: Snapshot<StateOf[keyof StateOf]>): boolean => {
  const { state, version } = snapshot;
  return version > 0 && ('status' in state ? state.status !== 'NONE' : state.registered !== null);
};

/**
 * An object that another one names, as of the same moment. Many a body is on record only from a later day than the
 * agreements it is party to; then it is shown as the record knows it.
 */
export const loadNamed = async <T extends keyof StateOf>(
  { loaders }: Context,
  type: T,
  id: string,
  point: Point,
): Promise<Snapshot<StateOf[T]> | null> => {
  const then = await loaders.snapshot(type, id, point);
  if (isKnown(then)) return then;
  if (point.asOf === undefined) return null;
  const { knownAt } = point;
  const known = await loaders.snapshot(type, id, knownAt === undefined ? {} : { knownAt });
  return isKnown(known) ? known : null;
};

const hidden = '(hidden)';

/** Members that tell who somebody is: the key of a person, and the certificate that names a signer. */
const personal: ReadonlySet<string> = new Set(['personKey', 'pem']);

const isPersonPath = (path: string): boolean => personal.has(path.slice(path.lastIndexOf('/') + 1));

/** Is there a member in it by which somebody can be recognised? Nearly always there is none, and nothing to copy. */
const tellsOfPersons = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(tellsOfPersons);
  for (const [key, member] of Object.entries(value)) {
    if (personal.has(key) || (key === 'path' && isPersonPath(String(member))) || tellsOfPersons(member)) return true;
  }
  return false;
};

/** A copy of a JSON value in which nobody can be recognised. */
const withoutPersons = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutPersons);
  if (typeof value !== 'object' || value === null) return value;
  // A correction says by its path what its values are.
  const tellsPerson = 'path' in value && isPersonPath(String(value.path));
  const isPerson = (key: string): boolean => personal.has(key) || (tellsPerson && (key === 'was' || key === 'now'));
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, isPerson(key) ? hidden : withoutPersons(member)]),
  );
};

/** A copy of a change in which nobody can be recognised. */
const withoutPerson = ({ path, was, now }: DomainChange): DomainChange => {
  const isPerson = isPersonPath(path);
  const shown = (value: unknown) => (isPerson && value !== null ? hidden : withoutPersons(value));
  return { path, was: shown(was), now: shown(now) };
};

/**
 * Changes of one stream as this caller may see them: who holds an office is personal data. That persons were shown is
 * recorded.
 */
export const shownChanges = (context: Context, stream: string, changes: readonly DomainChange[]): readonly Change[] => {
  if (!changes.some(tellsOfPersons)) return changes.map((change) => new Change(change));
  const telling = new Map(changes.filter(tellsOfPersons).map((change) => [change, withoutPerson(change)]));
  if (!mayRead(context.principal, 'PERSON')) return changes.map((change) => new Change(telling.get(change) ?? change));
  const isShown = [...telling].some(([change, anonymous]) => JSON.stringify(anonymous) !== JSON.stringify(change));
  if (isShown) recordRead(context, 'PERSON', stream);
  return changes.map((change) => new Change(change));
};
