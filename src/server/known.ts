import type { FastifyRequest } from 'fastify';
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import type { Executor } from './compiled.js';
import type { CostCheck } from './cost.js';
import { cleanVariables } from './input.js';

interface Known {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/** A request for a query that is known, its variables not yet looked at. */
export interface KnownRequest extends Known {
  readonly variables: Record<string, unknown> | undefined;
}

/** Queries that were found good and compiled, by the text in which they come. */
export interface KnownQueries {
  /** Notes that a document passed all rules that depend on it alone. `text`: as the client wrote it. */
  learn(text: string, known: Known): void;
  /** The known query that a request asks, and nothing else; undefined for any other request. */
  find(request: FastifyRequest): KnownRequest | undefined;
  /** The body of the answer; undefined where anything is wrong, and the whole pipeline has to tell what. */
  answer(known: KnownRequest, contextValue: object): Promise<string | undefined>;
}

const keptTexts = 200;
/** With the most texts that makes some megabytes; queries people write are far shorter. */
const longestText = 10_000;

/** To each of these Apollo answers in application/json; it weighs any other. */
const plainJson: ReadonlySet<string | undefined> = new Set([undefined, '*/*', 'application/json']);

const members: ReadonlySet<string> = new Set(['query', 'variables', 'operationName']);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The short way for queries that come again and again. Parsing, validation and the limits of the document held once for
 * all its uses; what depends on the request is checked here as it is in the whole pipeline, and whatever fails is left to
 * that, so that only an answer without errors ever comes from here.
 */
export const createKnownQueries = (executor: Executor, checkCost: CostCheck): KnownQueries => {
  const byText = new Map<string, Known>();
  return {
    learn: (text, known) => {
      if (text.length > longestText || byText.get(text)?.document === known.document) return;
      if (!executor.isCompiled(known.document)) return;
      byText.delete(text);
      byText.set(text, known);
      const [oldest] = byText.keys();
      if (byText.size > keptTexts && oldest !== undefined) byText.delete(oldest);
    },
    find: ({ method, headers, body }) => {
      if (method !== 'POST' || !isObject(body) || !plainJson.has(headers.accept)) return undefined;
      const { query, variables, operationName } = body;
      const known = typeof query === 'string' ? byText.get(query) : undefined;
      if (known === undefined) return undefined;
      for (const member in body) if (!members.has(member)) return undefined;
      const { document, operation } = known;
      const isNamed = operationName === undefined || operationName === null || operationName === operation.name?.value;
      if (!isNamed || !(variables === undefined || variables === null || isObject(variables))) return undefined;
      return { document, operation, variables: variables ?? undefined };
    },
    answer: async ({ document, operation, variables }, contextValue) => {
      if (cleanVariables(variables) !== undefined) return undefined;
      const operationName = operation.name?.value;
      if (checkCost({ document, operationName, variables }) !== undefined) return undefined;
      const execution = { document, operation, operationName, contextValue, variableValues: variables };
      const result = await executor.byCode(execution);
      return result === undefined ? undefined : `${JSON.stringify({ data: result.data })}\n`;
    },
  };
};
