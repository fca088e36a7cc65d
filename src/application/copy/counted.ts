import type { Looked, Part, PartName, Step } from './part.js';

/** A refusal or an access as it is kept, and how often it happened. */
export interface Counted {
  readonly id: string;
  readonly count: number;
  /** RFC 3339 UTC. */
  readonly at: string;
}

interface Period {
  readonly from?: string;
  readonly to?: string;
}

/** Refusals or accesses, the newest first, as their ports list them. */
export interface CountedList<K extends Counted> {
  list(filter: Period, limit: number, after?: string): Promise<readonly K[]>;
}

/** Lists the newest day first. */
export interface CountedTarget<K extends Counted> extends CountedList<K> {
  /** For messages; without secrets. */
  readonly place: string;
  /** The ids in the source of the rows of a day (`YYYY-MM-DD`, UTC) that were copied. */
  copied(day: string): Promise<ReadonlySet<string>>;
  /** Adds rows of a day, in this order. The same rows twice are added once. */
  add(day: string, rows: readonly K[]): Promise<void>;
}

const page = 500;

async function* pages<K extends Counted>(list: CountedList<K>, period: Period): AsyncGenerator<readonly K[], void> {
  for (let after: string | undefined; ;) {
    const rows = await list.list(period, page, after);
    if (rows.length > 0) yield rows;
    after = rows.at(-1)?.id;
    if (rows.length < page) return;
  }
}

/** The rows of a day, the oldest first. */
const ofDay = async <K extends Counted>(list: CountedList<K>, day: string): Promise<readonly K[]> => {
  const rows: K[] = [];
  for await (const some of pages(list, { from: `${day}T00:00:00.000Z`, to: `${day}T23:59:59.999Z` }))
    rows.push(...some);
  return rows.reverse();
};

/** All rows of a list that goes by days, the newest day first: one pass, since each question begins at the newest again. */
async function* byDay<K extends Counted>(
  list: CountedList<K>,
  since: string,
): AsyncGenerator<{ readonly day: string; readonly rows: readonly K[] }, void> {
  let day = '';
  let rows: K[] = [];
  for await (const some of pages(list, { from: `${since}T00:00:00.000Z` })) {
    for (const row of some) {
      const its = row.at.slice(0, 10);
      if (its !== day && rows.length > 0) {
        yield { day, rows };
        rows = [];
      }
      day = its;
      rows.push(row);
    }
  }
  if (rows.length > 0) yield { day, rows };
}

/** A row but for its id, which is the store's own. */
const contentOf = ({ id: _, ...row }: Counted): string => JSON.stringify(Object.entries(row).sort());

/** What is kept beside the log for some years, day by day. `since`: the first day (UTC) that has not expired. */
export const countedPart = <K extends Counted>(
  name: Extract<PartName, 'refusals' | 'accesses'>,
  source: CountedList<K>,
  target: CountedTarget<K>,
  since: string,
): Part => {
  let looked: Looked = { total: 0, present: 0 };

  /** The days of the source, each with how many rows it has. */
  const days = async (): Promise<readonly (readonly [day: string, count: number])[]> => {
    const found = new Map<string, number>();
    for await (const rows of pages(source, { from: `${since}T00:00:00.000Z` })) {
      for (const { at } of rows) found.set(at.slice(0, 10), (found.get(at.slice(0, 10)) ?? 0) + 1);
    }
    return [...found].sort();
  };

  const look = async (_: (why: string) => void, step: Step): Promise<Looked> => {
    const known = await days();
    const total = known.reduce((sum, [, count]) => sum + count, 0);
    let present = 0;
    let seen = 0;
    for (const [day, count] of known) {
      const ids = await target.copied(day);
      if (ids.size > 0) present += (await ofDay(source, day)).filter(({ id }) => ids.has(id)).length;
      step((seen += count), total);
    }
    return (looked = { total, present });
  };

  const copy = async (step: Step): Promise<void> => {
    const total = looked.total - looked.present;
    let done = 0;
    for (const [day] of await days()) {
      const ids = await target.copied(day);
      const missing = (await ofDay(source, day)).filter(({ id }) => !ids.has(id));
      if (missing.length === 0) continue;
      await target.add(day, missing);
      step((done += missing.length), total);
    }
  };

  const verify = async (differ: (difference: string) => void, step: Step): Promise<number> => {
    const theirs = byDay(target, since);
    let there = await theirs.next();
    let seen = 0;
    for (const [day] of [...(await days())].reverse()) {
      while (!there.done && there.value.day > day) there = await theirs.next();
      const kept = new Set(!there.done && there.value.day === day ? there.value.rows.map(contentOf) : []);
      for (const row of await ofDay(source, day)) {
        if (!kept.has(contentOf(row))) {
          differ(`Of the ${name}, number ${row.id} of ${row.at} is not in ${target.place} as it was.`);
        }
        step((seen += 1), looked.total);
      }
    }
    return seen;
  };

  return { name, look, copy, verify };
};
