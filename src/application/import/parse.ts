import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import { streamTypesOfCommand } from '../../domain/catalog.js';
import { Certainty, unknownDate } from '../../domain/kernel/fuzzyDate.js';
import { Id, parseStreamName, type StreamType } from '../../domain/kernel/ids.js';
import type { Details, RejectionCode } from '../../domain/kernel/rejection.js';
import { sourceKinds } from '../../domain/source/index.js';
import type { EnvelopeInput } from '../input.js';
import { readDocument, type SourceDocument } from './document.js';
import { type ImportProblem, maxProblems, type Place, problemAt } from './problem.js';

/** The first line of every import file: the format and its version. */
const importFormat = 'import/1';
/** Commands of one batch, which is checked in memory as a whole. */
export const maxCommands = 10_000;

/** Command ids are uuidv5 in this namespace of batch id and place in the batch, so that a repetition sends the same ids. */
const commandNamespace = '1a7f0c52-8f0e-5a3d-9b1e-6d2f4c7e9a10';

/** One command as the file has it; `envelope` rests it on the source of its batch. */
export interface ImportCommand {
  readonly type: string;
  /** For a command that several kinds of stream take. */
  readonly streamType?: StreamType;
  readonly id: string;
  readonly data: unknown;
  readonly envelope: EnvelopeInput;
  /** The place of a field of the command, by the path a refusal names; of the command itself without one. */
  readonly locate: (path?: string) => Place;
}

/** What one source tells. The first command registers it. */
export interface ImportBatch {
  readonly id: string;
  readonly commands: readonly ImportCommand[];
}

export interface ParsedImport {
  readonly file: string;
  readonly batches: readonly ImportBatch[];
}

type ParseResult =
  | { readonly ok: true; readonly value: ParsedImport }
  | { readonly ok: false; readonly problems: readonly ImportProblem[] };

const File = z.strictObject({
  concordat: z.literal(importFormat),
  batches: z
    .array(
      z.strictObject({
        id: Id,
        /** Its other members are the data of RegisterSource and are checked as such. */
        source: z.looseObject({
          id: Id,
          kind: z.enum(sourceKinds),
          certainty: Certainty,
          basis: z.string().max(1000).optional(),
        }),
        commands: z.array(z.record(z.string(), z.unknown())),
      }),
    )
    .min(1),
});
type BatchInput = z.infer<typeof File>['batches'][number];

/**
 * Reads an import file (samples/README.md describes the format) as far as that is possible without the record: its
 * structure, the names of its commands, its limits. The commands' own fields are judged when they are run.
 * Lists at most `maxProblems` problems, each with file, line, column and field.
 */
export const parseImport = (bytes: Uint8Array, file: string): ParseResult => {
  const reading = readDocument(bytes, file);
  if (!reading.ok) return reading;
  const { document } = reading;
  const problems: ImportProblem[] = [];
  const report: Report = (field, code, details) => {
    problems.push(problemAt({ file, ...document.locate(field), field }, code, details));
  };
  const parsed = File.safeParse(document.value);
  if (parsed.success) {
    const { batches } = parsed.data;
    const value = { file, batches: batches.map((batch, index) => readBatch(batch, index, document, report)) };
    const ids = batches.map(({ id }) => id);
    ids.forEach((id, index) => {
      if (ids.indexOf(id) < index) report(`batches/${index}/id`, 'ID_EXISTS', { type: 'batch', id });
    });
    if (problems.length === 0) return { ok: true, value };
  } else {
    for (const issue of parsed.error.issues) {
      const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
      report([...issue.path, ...unknown].map(String).join('/'), 'INPUT_INVALID', { problem: issue.message });
    }
  }
  problems.sort((a, b) => a.line - b.line || a.column - b.column);
  return { ok: false, problems: problems.slice(0, maxProblems) };
};

type Report = (field: string, code: RejectionCode, details?: Details) => void;

const commandId = (batchId: string, place: number): string => uuidv5(`${batchId}/${place}`, commandNamespace);

const readBatch = (batch: BatchInput, index: number, document: SourceDocument, report: Report): ImportBatch => {
  const at = `batches/${index}`;
  const { id, certainty, basis, ...data } = batch.source;
  if (batch.commands.length > maxCommands)
    report(`${at}/commands`, 'CAPACITY_LIMIT', { what: 'commands', limit: maxCommands, given: batch.commands.length });
  const source = { kind: data.kind, ref: id, certainty, ...(basis === undefined ? {} : { basis }) };
  const register: ImportCommand = {
    type: 'RegisterSource',
    id,
    data,
    envelope: { commandId: commandId(batch.id, 0), occurred: unknownDate, source },
    locate: (path = '') => document.locate(`${at}/source${path === '' ? '' : `/${path}`}`),
  };
  const commands = batch.commands.flatMap((input, place) => {
    const command = readCommand(input, `${at}/commands/${place}`, document, report);
    if (command === undefined) return [];
    const { envelope } = command;
    return [{ ...command, envelope: { ...envelope, commandId: commandId(batch.id, place + 1), source } }];
  });
  return { id: batch.id, commands: [register, ...commands] };
};

const envelopeMembers: ReadonlySet<string> = new Set(['occurred', 'claims', 'reason']);

/**
 * The one member that is no part of the envelope names the command; its value is the id of the object, or its stream
 * (`agreement:agr-1`) where several kinds of stream take the command.
 */
const readCommand = (
  input: Readonly<Record<string, unknown>>,
  at: string,
  document: SourceDocument,
  report: Report,
): ImportCommand | undefined => {
  const { data = {}, ...members } = input;
  const names = Object.keys(members).filter((name) => !envelopeMembers.has(name));
  const [type, ...more] = names.sort((a, b) => Number(isCommand(b)) - Number(isCommand(a)));
  for (const name of more) {
    if (name === 'recordedAt') report(`${at}/${name}`, 'RECORDED_AT_FORBIDDEN');
    else report(`${at}/${name}`, 'INPUT_INVALID', { problem: 'unknown field' });
  }
  if (type === undefined) report(at, 'INPUT_INVALID', { problem: 'names no command' });
  else if (!isCommand(type)) report(`${at}/${type}`, 'INPUT_INVALID', { problem: 'unknown command' });
  if (type === undefined || !isCommand(type) || more.length > 0) return undefined;
  const address = addressOf(type, members[type]);
  if (typeof address === 'string') {
    report(`${at}/${type}`, 'INPUT_INVALID', { problem: address });
    return undefined;
  }
  const { occurred = unknownDate, claims, reason } = members;
  return {
    type,
    ...address,
    data,
    envelope: {
      occurred,
      ...(claims === undefined ? {} : { claims }),
      ...(reason === undefined ? {} : { reason }),
    },
    locate: (path = '') => {
      const [first = ''] = path.split('/');
      if (first === '' || first === 'id' || first === 'commandId') return document.locate(`${at}/${type}`);
      const ofEnvelope = envelopeMembers.has(first) && Object.hasOwn(members, first);
      return document.locate(ofEnvelope ? `${at}/${path}` : `${at}/data/${path}`);
    },
  };
};

/** Where a command goes, or what is wrong with that. */
const addressOf = (command: string, given: unknown): Pick<ImportCommand, 'id' | 'streamType'> | string => {
  if (streamTypesOfCommand(command).length > 1) {
    const stream = typeof given === 'string' ? parseStreamName(given) : undefined;
    return stream === undefined ? 'not a stream: type:id' : { id: stream.id, streamType: stream.type };
  }
  const id = Id.safeParse(given);
  return id.success ? { id: id.data } : (id.error.issues[0]?.message ?? 'not an id');
};

const isCommand = (name: string): boolean => streamTypesOfCommand(name).length > 0;
