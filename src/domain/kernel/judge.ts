import type { Command } from './command.js';
import type { Decision } from './decider.js';
import type { DomainEvent } from './event.js';
import { earliestMs, latestMs, type Tri } from './fuzzyDate.js';
import {
  downgradedOnImport,
  precedence,
  type Details,
  type Rejection,
  type RejectionCode,
  type Warning,
} from './rejection.js';

const oneDay = 86_400_000;

/**
 * Collects what speaks against one command and concludes in the fixed order of reference 4.11, so that decisions
 * may state their rules in any order. A rule in doubt, or one that history need not satisfy, becomes a warning.
 */
export class Judge<R extends RejectionCode = RejectionCode> {
  readonly #command: Command;
  readonly #against: Rejection[] = [];
  readonly #warnings: Warning[] = [];
  #settled = false;

  /** Starts with the two rules that bind every command: no future facts (4), late ones say why (5). */
  constructor(command: Command) {
    this.#command = command;
    const { occurred, now, channel, reason, source } = command.meta;
    if (earliestMs(occurred) > Date.parse(now)) this.#find('OCCURRED_IN_FUTURE', 'occurred');
    const late = Date.parse(now) - latestMs(occurred) > oneDay && channel !== 'SYSTEM';
    if (late && (reason === undefined || source === undefined)) this.#find('LATE_RECORD_REASON_REQUIRED', 'reason');
  }

  #find(code: RejectionCode, path?: string, details?: Details): void {
    const finding = { code, ...(path === undefined ? {} : { path }), ...(details === undefined ? {} : { details }) };
    if (this.#command.meta.channel === 'IMPORT' && downgradedOnImport.has(code)) this.#warnings.push(finding);
    else this.#against.push(finding);
  }

  /** Something speaks against the command. */
  refuse(code: R, path?: string, details?: Details): void {
    this.#find(code, path, details);
  }

  /** Refuses unless the rule holds. */
  require(holds: boolean, code: R, path?: string, details?: Details): void {
    if (!holds) this.refuse(code, path, details);
  }

  /** Refuses on a certain NO only; a doubt is kept as a warning (reference 4.2). */
  requireCertainly(answer: Tri, code: R, path?: string, details?: Details): void {
    if (answer === 'NO') this.refuse(code, path, details);
    if (answer === 'UNDETERMINED')
      this.warn({ code, ...(path === undefined ? {} : { path }), ...(details === undefined ? {} : { details }) });
  }

  warn(warning: Warning): void {
    this.#warnings.push(warning);
  }

  /**
   * The command's effect already holds: it adds nothing and is no longer refused for coming in the wrong state. Named
   * invariants still refuse it (reference 4.2, Idempotency).
   */
  settle(): void {
    this.#settled = true;
  }

  /** The first refusal by precedence, or the events, the first of which keeps the warnings. */
  conclude<E extends DomainEvent>(events: () => readonly E[]): Decision<E> {
    const warnings = this.#warnings;
    const against = this.#settled ? this.#against.filter(({ code }) => code !== 'STATE_NOT_ALLOWED') : this.#against;
    const [first] = [...against].sort((a, b) => precedence(a.code) - precedence(b.code));
    if (first !== undefined) return { accepted: false, rejection: first, warnings };
    if (this.#settled) return { accepted: true, events: [], warnings };
    const [head, ...rest] = events();
    if (head === undefined) return { accepted: true, events: [], warnings };
    const kept = warnings.length === 0 ? head : { ...head, data: { ...head.data, warnings } };
    return { accepted: true, events: [kept, ...rest], warnings };
  }
}
