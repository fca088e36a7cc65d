/** What a number, a truth value or the frame of an object or list counts for. */
const frame = 8;

/** How much memory a JSON value takes, about: its characters, and a little for each member. Walks it once. */
export const weigh = (value: unknown): number => {
  if (typeof value === 'string') return frame + value.length;
  if (typeof value !== 'object' || value === null) return frame;
  let sum = frame;
  if (Array.isArray(value)) for (const element of value) sum += weigh(element);
  else for (const key in value) sum += frame + weigh((value as Readonly<Record<string, unknown>>)[key]);
  return sum;
};
