/**
 * Passes pieces on until `signal` aborts, and then throws `reason()` even while the next piece is being waited for: a
 * sender that says nothing more holds nobody up.
 */
export async function* untilAborted<T>(
  content: AsyncIterable<T>,
  signal: AbortSignal,
  reason: () => Error,
): AsyncGenerator<T, void, undefined> {
  // An aborted signal tells nobody any more.
  if (signal.aborted) throw reason();
  const iterator = content[Symbol.asyncIterator]();
  let abort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(reason());
    signal.addEventListener('abort', abort, { once: true });
  });
  aborted.catch(() => undefined);
  let ended = false;
  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), aborted]);
      if (next.done === true) {
        ended = true;
        return;
      }
      yield next.value;
    }
  } finally {
    signal.removeEventListener('abort', abort);
    // Not awaited: a generator returns only after the piece that is being waited for, which may never come.
    if (!ended) iterator.return?.().catch(() => undefined);
  }
}
