import {
  END,
  eventTypeFilter,
  excludeSystemEvents,
  NO_STREAM,
  START,
  streamNameFilter,
  type AllStreamResolvedEvent,
  type AllStreamSubscription,
  type Position,
  type ReadPosition,
} from '@kurrent/kurrentdb-client';
import { event, many, rising, type Asking, type Scenario } from './asking.js';

/** What a subscription to everything says, in order. */
class Watch {
  readonly log: string[] = [];
  readonly events: AllStreamResolvedEvent[] = [];
  readonly errors: unknown[] = [];
  readonly #asking: Asking;
  readonly #subscription: AllStreamSubscription;
  readonly #waiting: { readonly enough: () => boolean; readonly go: () => void }[] = [];

  constructor(asking: Asking, subscription: AllStreamSubscription) {
    this.#asking = asking;
    this.#subscription = subscription;
    subscription.on('data', (resolved: AllStreamResolvedEvent) => {
      this.events.push(resolved);
      this.note(asking.text(`data ${resolved.event?.streamId ?? ''}@${resolved.event?.revision ?? ''}`));
    });
    for (const name of ['confirmation', 'end', 'close'] as const) subscription.on(name as 'end', () => this.note(name));
    subscription.on('caughtUp', (info) => this.note(`caughtUp ${JSON.stringify(info)}`));
    subscription.on('error', (error) => {
      this.errors.push(asking.error(error));
      this.note(`error ${error.constructor.name}`);
    });
  }

  note(line: string): void {
    this.log.push(line);
    for (const { enough, go } of this.#waiting) if (enough()) go();
  }

  until(enough: () => boolean): Promise<void> {
    if (enough()) return Promise.resolve();
    return new Promise((go) => this.#waiting.push({ enough, go }));
  }

  said(start: string): Promise<void> {
    return this.until(() => this.log.some((line) => line.startsWith(start)));
  }

  async stop(): Promise<string[]> {
    this.note('-- unsubscribe()');
    await this.#subscription.unsubscribe();
    if (this.errors.length === 0) await this.said('close');
    return this.log;
  }

  get data(): string[] {
    return this.log.filter((line) => line.startsWith('data'));
  }

  get positions(): (Position | undefined)[] {
    return this.events.map((resolved) => resolved.event?.position);
  }

  get asking(): Asking {
    return this.#asking;
  }
}

export const subscriptions: Scenario = async (asking, found) => {
  const { client } = asking;
  const p = asking.stream('p');
  const filter = streamNameFilter({ prefixes: [p] });
  const watch = (options: Parameters<typeof client.subscribeToAll>[0]) =>
    new Watch(asking, client.subscribeToAll(options));
  await client.appendToStream(`${p}-1`, many(3), { streamState: NO_STREAM });
  const history = await asking.allRaw({ filter });

  const fromStart = watch({ filter });
  await fromStart.said('caughtUp');
  await client.appendToStream(`${p}-2`, event());
  await fromStart.until(() => fromStart.events.length === 4);
  found.set('filter_from_start', await fromStart.stop());

  const fromOne = watch({ fromPosition: history[1]?.event?.position ?? START, filter });
  await fromOne.said('caughtUp');
  found.set('filter_from_position_of_index1', await fromOne.stop());

  const live = async (fact: string, from: ReadPosition, name: string, count: number, isFiltered: boolean) => {
    const watching = watch({ fromPosition: from, ...(isFiltered ? { filter } : {}) });
    await watching.said('caughtUp');
    await client.appendToStream(`${p}-${name}`, many(count));
    await watching.until(() => watching.events.length === count);
    found.set(fact, await watching.stop());
    return watching.positions.at(-1) ?? START;
  };
  await live('filter_from_end', END, '3', 1, true);
  const last = await live('nofilter_from_end', END, '4', 2, false);
  await live('nofilter_from_last_position_exclusive', last, '5', 1, false);

  const at = typeof last === 'string' ? { commit: 0n, prepare: 0n } : last;
  const between = watch({ fromPosition: { commit: at.commit + 1n, prepare: at.prepare + 1n } });
  await between.said('error');
  found.set('from_between_position', { log: await between.stop(), err: between.errors });
  const badRegex = watch({ filter: streamNameFilter({ regex: '([' }) });
  await badRegex.said('error');
  found.set('invalid_regex', [await badRegex.stop(), badRegex.errors]);
  found.set(
    'maxSearchWindow_0',
    await asking.attempt(async () => {
      await watch({ filter: streamNameFilter({ prefixes: [p], maxSearchWindow: 0 }) }).said('confirmation');
    }),
  );

  const rt = asking.stream('rt');
  await client.appendToStream(rt, [event(`RX-${asking.run}`), event('no'), event(`RX-${asking.run}`)]);
  const byType = watch({ filter: eventTypeFilter({ regex: `^RX-${asking.run}$` }) });
  await byType.until(() => byType.events.length === 2);
  await byType.stop();
  found.set('regex_type_filter', byType.data);

  const clean = watch({ filter: excludeSystemEvents() });
  await clean.said('caughtUp');
  await clean.stop();
  found.set(
    'excludeSystem_sees_no_dollar',
    clean.events.filter((resolved) => resolved.event?.type.startsWith('$')).length,
  );

  const ordered = watch({ fromPosition: END });
  await ordered.said('caughtUp');
  await Promise.all(
    Array.from({ length: 100 }, (_, i) => client.appendToStream(`${asking.stream('ord')}-${i % 7}`, many(2))),
  );
  await ordered.until(() => ordered.events.length >= 200);
  await ordered.stop();
  found.set('live_all_order', {
    count: ordered.events.length,
    increasing: rising(ordered.positions),
    multiEventAppendsContiguous: ordered.events.every(
      ({ event: of }, i) => i % 2 === 0 || of?.streamId === ordered.events[i - 1]?.event?.streamId,
    ),
  });
};

interface Step {
  readonly kind: 'confirmation' | 'caughtUp' | 'cp' | 'ev';
  readonly at?: Position;
}

/** Checkpoints of filtered subscriptions. Each is watched until a last matching event, which is left out. */
export const checkpoints: Scenario = async (asking, found) => {
  const { client } = asking;
  const noise = async (appends: number, size = 1): Promise<void> => {
    for (let i = 0; i < appends; i++) await client.appendToStream(asking.stream('noise'), many(size));
  };
  let count = 0;
  const steps = async (
    window: { readonly maxSearchWindow?: number; readonly checkpointInterval?: number },
    act: (stream: string) => Promise<void>,
    fromPosition: ReadPosition = END,
  ): Promise<Step[]> => {
    const stream = asking.stream(`cp${++count}`);
    const seen: Step[] = [];
    let isOver = false;
    const note = (step: Step): void => {
      if (!isOver) seen.push(step);
    };
    const subscription = client.subscribeToAll({
      fromPosition,
      filter: streamNameFilter({
        prefixes: [stream],
        ...window,
        checkpointReached: (_, at) => note({ kind: 'cp', at }),
      }),
    });
    const ended = new Promise<void>((resolve) => {
      subscription.on('data', ({ event: of }: AllStreamResolvedEvent) => {
        if (of?.type === 'Enough') {
          isOver = true;
          resolve();
        } else if (of !== undefined) note({ kind: 'ev', at: of.position });
      });
    });
    subscription.on('confirmation', () => note({ kind: 'confirmation' }));
    await new Promise<void>((resolve) => {
      subscription.on('caughtUp', () => {
        note({ kind: 'caughtUp' });
        resolve();
      });
    });
    await act(stream);
    await client.appendToStream(stream, event('Enough'));
    await ended;
    await subscription.unsubscribe();
    return seen;
  };
  const fact = async (name: string, ...call: Parameters<typeof steps>): Promise<void> => {
    const seen = await steps(...call);
    const marks = seen.filter(({ kind }) => kind === 'cp').map(({ at }) => at);
    const events = seen.filter(({ kind }) => kind === 'ev').map(({ at }) => at);
    const places = seen.flatMap(({ at }) => (at === undefined ? [] : [at]));
    found.set(name, {
      seq: seen.map(({ kind }) => kind),
      nondecreasing: places.every((at, i) => i === 0 || (places[i - 1]?.commit ?? 0n) <= at.commit),
      cpEqualsSomeEv: marks.some((mark) => events.some((at) => at?.commit === mark?.commit)),
      cp_commit_eq_prepare: marks.every((mark) => mark?.commit === mark?.prepare),
      cp_commit_minus_prepare: [...new Set(marks.map((at) => (at?.commit === at?.prepare ? '0' : 'commit>prepare')))],
    });
  };
  const every = (maxSearchWindow: number, checkpointInterval = 1) => ({ maxSearchWindow, checkpointInterval });
  await fact('cp_idle_2s_from_end', every(32), () => Promise.resolve());
  await fact('cp_window32_interval1_100_noise_singly', every(32), () => noise(100));
  await fact('cp_window10_interval1_25_noise', every(10), () => noise(25));
  await fact('cp_window10_interval2_45_noise', every(10, 2), () => noise(45));
  await fact('cp_window1_interval1_5_noise', every(1), () => noise(5));
  await fact('cp_default_window_40_noise', {}, () => noise(40));
  await fact('cp_window10_match_only_12', every(10), async (stream) => {
    for (const one of many(12)) await client.appendToStream(stream, one);
  });
  await fact('cp_window5_mix', every(5), async (stream) => {
    await noise(3);
    await client.appendToStream(stream, event());
    await noise(7);
    await client.appendToStream(stream, event());
    await noise(2);
  });
  await fact('cp_window50_one_append_of_120_noise', every(50), () => noise(1, 120));

  const behind = await steps(every(32), () => Promise.resolve(), START);
  const marks = behind.flatMap(({ kind, at }) => (kind === 'cp' && at !== undefined ? [at] : []));
  const kinds = behind.map(({ kind }) => kind);
  const commits = new Set((await asking.allRaw()).map(({ event: of }) => of?.position.commit));
  found.set('cp_catchup_from_start_no_match', {
    anyCp: marks.length > 0,
    lastBeforeCaughtUp: kinds[kinds.indexOf('caughtUp') - 1],
    nondecreasing: marks.every((at, i) => i === 0 || (marks[i - 1]?.commit ?? 0n) <= at.commit),
    afterCaughtUp: kinds.slice(kinds.indexOf('caughtUp') + 1),
    cp_commit_minus_prepare: [...new Set(marks.map((at) => (at.commit === at.prepare ? '0' : 'commit>prepare')))],
    first_cp_is_0_0: marks[0]?.commit === 0n && marks[0].prepare === 0n,
    all_prepare_are_0: marks.every(({ prepare }) => prepare === 0n),
    later_commits_are_commits_of_real_events: marks.slice(1).every(({ commit }) => commits.has(commit)),
    // Of a system whose first event lies at (0, 0) the first checkpoint would be one.
    checkpoint_is_position_of_a_real_event: marks.slice(1).some(({ commit, prepare }) => commit === prepare)
      ? 'sometimes'
      : 'never',
  });
  const wide = await steps(every(100_000), () => Promise.resolve(), START);
  found.set('cp_catchup_from_start_window_larger_than_store', {
    seq: wide.map(({ kind }) => kind),
    cp_commit_eq_prepare: true,
  });

  const rs = asking.stream('rs');
  const [mark] = (await steps(every(5), () => noise(12))).flatMap(({ kind, at }) => (kind === 'cp' ? [at] : []));
  await client.appendToStream(rs, many(2));
  const resumed = new Watch(
    asking,
    client.subscribeToAll({ fromPosition: mark ?? START, filter: streamNameFilter({ prefixes: [rs] }) }),
  );
  await resumed.until(() => resumed.events.length === 2);
  await resumed.stop();
  found.set('resume_from_checkpoint', resumed.data);
};
