import { z } from 'zod';
import type { CommandsOf } from '../kernel/command.js';
import { sourceData } from './events.js';

export const sourceCommands = {
  /** The stream is the source. */
  RegisterSource: { creates: true, roles: ['CLERK'], data: z.strictObject(sourceData) },
} as const;

export type SourceCommand = CommandsOf<typeof sourceCommands>;
