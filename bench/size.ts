/** How much is seeded and asked. */
interface Size {
  readonly agreements: number;
  readonly connections: readonly number[];
  /** Of one load. */
  readonly seconds: number;
}

const whole: Size = { agreements: 10_000, connections: [1, 16, 64], seconds: 2 };
/** `npm run bench -- --quick`: enough to tell two versions apart, not to compare with the targets. */
const quick: Size = { agreements: 1_000, connections: [16], seconds: 2 };

export const size = process.argv.includes('--quick') ? quick : whole;
