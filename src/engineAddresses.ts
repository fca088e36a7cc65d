import { ConfigError, unreadable } from './config.js';
import { problemOf } from './eventstore/kurrentdb/connection.js';
import { MongoServer } from './mongodb/server.js';

/** Looks at the connection strings of both engines before anything is opened. Throws a ConfigError that names what cannot be read. */
export const mustBeReadable = async (engines: {
  readonly eventStoreUrl: string;
  readonly mongodbUrl: string;
}): Promise<void> => {
  const found = [
    ['EVENTSTORE_URL', await problemOf(engines.eventStoreUrl)],
    ['MONGODB_URL', MongoServer.problemOf(engines.mongodbUrl)],
  ] as const;
  const problems = found.flatMap(([name, why]) => (why === undefined ? [] : [unreadable(name, why)]));
  if (problems.length > 0) throw new ConfigError(problems);
};
