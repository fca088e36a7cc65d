import { KurrentDouble } from '../test/support/kurrentDouble/double.js';

/** The double of KurrentDB in a process of its own, so that it takes nothing from who asks it; prints where it listens. */
const double = await new KurrentDouble().start();
process.stdout.write(`${double.connectionString}\n`);
