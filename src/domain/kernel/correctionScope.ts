import { changesBetween } from './changes.js';
import { type Correction, statedAt } from './correction.js';
import type { Recorded } from './event.js';
import { Id } from './ids.js';
import { fold } from './text.js';

/** Members that hold wording: how a source or a clerk wrote a thing. */
const worded: ReadonlySet<string> = new Set([
  ...['asWritten', 'corrected', 'title', 'name', 'subject'],
  ...['spellings', 'abbreviations', 'note', 'basis'],
]);

/** All that a correction changes, member by member: one of a whole reaches no further than one of its parts. */
export const touchedPaths = ({
  path,
  was,
  now,
}: Pick<Correction, 'path' | 'was' | 'now'>): readonly (readonly string[])[] =>
  changesBetween(was ?? null, now ?? null).map((change) =>
    `${path}/${change.path}`.split('/').filter((key) => key !== ''),
  );

/** The same words, up to case, tones and marks. What could be an id is one: its case tells two objects apart. */
const isRespelling = (was: unknown, now: unknown): boolean =>
  typeof was === 'string' &&
  typeof now === 'string' &&
  !(Id.safeParse(was).success && Id.safeParse(now).success) &&
  fold(was) === fold(now);

/** Did an import register this with a claim, which said how sure it was? */
const isClaimed = ({ meta }: Recorded, path: string): boolean =>
  meta.origin.channel === 'IMPORT' &&
  (meta.claims ?? []).some((claim) => path === claim.path || path.startsWith(`${claim.path}/`));

/**
 * Is this more than a correction of the RECORD may touch (reference 4.2, invariant 34)? It may touch when a thing occurred,
 * which office and which source it names, how things are spelled, and what an import registered with a claim.
 */
export const tooWide = (target: Recorded, { path, now }: Correction): boolean => {
  const keys = path.split('/');
  const [root] = keys;
  if (root === 'occurred') return false;
  if (root === 'source') return keys.length === 1;
  const member = keys.findLast((key) => !/^\d+$/.test(key)) ?? '';
  const allowed =
    /^officeId$|OfficeId$/.test(member) ||
    member === 'sourceId' ||
    worded.has(member) ||
    isRespelling(statedAt(target, path), now) ||
    isClaimed(target, path);
  return !allowed;
};
