import type { Delivery } from '../../src/application/ports.js';
import type { Recorded } from '../../src/domain/kernel/event.js';

/** Reads a subscription until `enough`, asked after each delivery, says so; `live` is that of the last mark. */
export const collect = async (
  deliveries: AsyncIterable<Delivery>,
  enough: (so: { readonly live: boolean; readonly count: number }) => boolean,
) => {
  const events: Recorded[] = [];
  const marks: Extract<Delivery, { kind: 'MARK' }>[] = [];
  for await (const delivery of deliveries) {
    if (delivery.kind === 'EVENT') events.push(delivery.event);
    else marks.push(delivery);
    if (enough({ live: marks.at(-1)?.live ?? false, count: events.length })) break;
  }
  return { events, marks };
};

/** The words of notes, in order. */
export const texts = (events: readonly Recorded[]): (string | undefined)[] =>
  events.map(({ data }) => {
    const { text, because } = data as { text?: string; because?: string };
    return text ?? because;
  });
