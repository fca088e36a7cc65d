import { z } from 'zod';
import { CommandId } from '../domain/kernel/ids.js';
import { Claim, SourceRef } from '../domain/kernel/event.js';
import { FuzzyDate } from '../domain/kernel/fuzzyDate.js';
import type { Rejection } from '../domain/kernel/rejection.js';
import { isWellFormedText, nfc } from '../domain/kernel/text.js';

/** What may stand around any command (reference 4.2); all optional. */
const Envelope = z.strictObject({
  commandId: CommandId.optional(),
  expectedVersion: z.number().int().nonnegative().optional(),
  occurred: FuzzyDate.optional(),
  reason: z.string().min(1).max(4000).optional(),
  source: SourceRef.optional(),
  claims: z.array(Claim).max(200).optional(),
});
export type EnvelopeInput = Readonly<Record<string, unknown>>;
type Envelope = z.infer<typeof Envelope>;

type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly rejection: Rejection };

export const invalidInput = (path: string, problem: string): Rejection => ({
  code: 'INPUT_INVALID',
  path,
  details: { problem },
});

/** Deeper input than any command has; beyond it a hostile sender only wants the stack. */
const maxDepth = 20;

/**
 * What no text needs and some readers are fooled by: control characters other than tab and line ends, and the marks that
 * turn the direction of writing, by which one text can be shown as another.
 */
const unprintable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/u;

/** All text in NFC, and none that no encoding can carry (invariant 62, reference 3.6). Leaves absent members out. */
export const cleanInput = (input: unknown): Result<unknown> => {
  let problem: Rejection | undefined;
  const clean = (value: unknown, path: string, depth: number): unknown => {
    if (depth > maxDepth) problem ??= invalidInput(path, 'nested too deeply');
    if (problem !== undefined) return undefined;
    if (typeof value === 'string') {
      if (!isWellFormedText(value)) problem = invalidInput(path, 'text with a lone surrogate');
      else if (unprintable.test(value)) problem = invalidInput(path, 'text with a control character');
      return nfc(value);
    }
    const at = (key: string | number) => (path === '' ? String(key) : `${path}/${key}`);
    if (Array.isArray(value)) return value.map((element, index) => clean(element, at(index), depth + 1));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, member]) => member !== undefined)
        .map(([key, member]) => [nfc(key), clean(member, at(key), depth + 1)]),
    );
  };
  const value = clean(input, '', 0);
  return problem === undefined ? { ok: true, value } : { ok: false, rejection: problem };
};

/** Reads the envelope of a command. */
export const parseEnvelope = (input: EnvelopeInput): Result<Envelope> => {
  if ('recordedAt' in input) return { ok: false, rejection: { code: 'RECORDED_AT_FORBIDDEN', path: 'recordedAt' } };
  const cleaned = cleanInput(input);
  if (!cleaned.ok) return cleaned;
  const parsed = Envelope.safeParse(cleaned.value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const [issue] = parsed.error.issues;
  return { ok: false, rejection: invalidInput((issue?.path ?? []).join('/'), issue?.message ?? 'invalid') };
};
