import { agreement } from './agreement/index.js';
import type { EventDefinitions } from './kernel/event.js';
import { type StreamType, streamTypes } from './kernel/ids.js';
import { office } from './office/index.js';
import { organization } from './organization/index.js';
import { source } from './source/index.js';
import { steering } from './steering/index.js';

/** Every aggregate, by the type of its streams. */
export const catalog = { agreement, organization, office, source, steering } as const;

/** Every event type that may lie in the log, by the type of its stream: what a codec parses by. */
export const eventDefinitions: Readonly<Record<StreamType, EventDefinitions>> = {
  agreement: agreement.events,
  organization: organization.events,
  office: office.events,
  source: source.events,
  steering: steering.events,
};

/** The kinds of stream a command may be addressed to: one, or for corrections all; none for an unknown command. */
export const streamTypesOfCommand = (commandType: string): readonly StreamType[] =>
  streamTypes.filter((type) => Object.hasOwn(catalog[type].commands, commandType));
