import autocannon from 'autocannon';
import { size } from './size.js';

/** What one run of requests came to. */
export interface Load {
  /** Answers a second, every one of them right. */
  readonly rate: number;
  readonly p50: number;
  readonly p99: number;
}

export interface Target {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The body of the n-th request. */
  readonly body: (n: number) => string;
  /** Is this the answer it should be? A wrong one ends the benchmark. */
  readonly right: (body: string) => boolean;
}

let sent = 0;
/** The last answer that was not right, for the message. */
let wrong = '';

/** Asks over so many connections for some seconds, after a second to warm up. */
export const load = async ({ url, headers, body, right }: Target, connections: number): Promise<Load> => {
  const run = (duration: number) =>
    autocannon({
      url,
      connections,
      duration,
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      requests: [{ setupRequest: (request) => ({ ...request, body: body(++sent) }) }],
      verifyBody: (text) => {
        const isRight = typeof text === 'string' && right(text);
        if (!isRight) wrong = String(text);
        return isRight;
      },
    });
  await run(1);
  const { requests, latency, non2xx, errors, mismatches } = await run(size.seconds);
  if (non2xx + errors + mismatches > 0)
    throw new Error(
      `${url}: ${non2xx} refused, ${errors} failed, ${mismatches} answered wrongly, such as ${wrong.slice(0, 500)}`,
    );
  return { rate: requests.average, p50: latency.p50, p99: latency.p99 };
};
