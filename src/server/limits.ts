import {
  type ASTVisitor,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';
import type { RequestLimits } from '../config.js';

/**
 * Fields an operation may have once its fragments are unfolded. A handful of fragments that spread each other twice
 * unfold to more fields than there is memory; everything after these rules walks the unfolded operation.
 */
const maxSelections = 5_000;

interface Extent {
  readonly depth: number;
  readonly aliases: number;
  readonly selections: number;
}
const nothing: Extent = { depth: 0, aliases: 0, selections: 0 };

/** Measures selection sets with fragments unfolded, each fragment once: linear in the document, whatever it unfolds to. */
const createMeasure = (getFragment: (name: string) => FragmentDefinitionNode | null | undefined) => {
  const known = new Map<string, Extent>();
  const ofFragment = (name: string): Extent => {
    const found = known.get(name);
    if (found !== undefined) return found;
    // A cycle is another rule's error; here it only must not loop.
    known.set(name, nothing);
    const fragment = getFragment(name);
    const extent = fragment === undefined || fragment === null ? nothing : measure(fragment.selectionSet);
    known.set(name, extent);
    return extent;
  };
  const measure = (set: SelectionSetNode | undefined): Extent => {
    const total = { depth: 0, aliases: 0, selections: 0 };
    for (const selection of set?.selections ?? []) {
      const isField = selection.kind === Kind.FIELD;
      const inner =
        selection.kind === Kind.FRAGMENT_SPREAD ? ofFragment(selection.name.value) : measure(selection.selectionSet);
      // The schema is not data: graphql-js bounds the depth of introspection itself.
      const below = isField && selection.name.value.startsWith('__') ? 0 : inner.depth;
      total.depth = Math.max(total.depth, below + (isField ? 1 : 0));
      total.aliases += inner.aliases + (isField && selection.alias !== undefined ? 1 : 0);
      total.selections += inner.selections + 1;
    }
    return total;
  };
  return measure;
};

const extentRule =
  (limits: Pick<RequestLimits, 'depth' | 'aliases'>): ValidationRule =>
  (context: ValidationContext): ASTVisitor => {
    const measure = createMeasure((name) => context.getFragment(name));
    const report = (message: string, extensions: Record<string, unknown>): void => {
      context.reportError(new GraphQLError(message, { extensions }));
    };
    return {
      OperationDefinition: (operation) => {
        const { depth, aliases, selections } = measure(operation.selectionSet);
        if (depth > limits.depth) {
          report(`The operation nests fields ${depth} deep; the limit is ${limits.depth}.`, {
            code: 'DEPTH_LIMIT',
            depth,
            limit: limits.depth,
          });
        }
        if (aliases > limits.aliases) {
          report(`The operation uses ${aliases} aliases; the limit is ${limits.aliases}.`, {
            code: 'ALIAS_LIMIT',
            aliases,
            limit: limits.aliases,
          });
        }
        if (selections > maxSelections) {
          report(`The operation selects more than ${maxSelections} fields.`, {
            code: 'COST_LIMIT',
            limit: maxSelections,
          });
        }
        return false;
      },
    };
  };

/** Escapes such as `e\u0301` make text that the normalised document does not show. */
const literalsAreNfc: ValidationRule = (context) => ({
  StringValue: (node) => {
    if (node.value === node.value.normalize('NFC')) return;
    context.reportError(
      new GraphQLError('The text is not in Unicode NFC; write the letters themselves, or use a variable.', {
        nodes: node,
        extensions: { code: 'INPUT_INVALID' },
      }),
    );
  },
});

/**
 * The rules on top of GraphQL's own that every document passes, whatever transport it came by. They report and never
 * throw, so that all that is wrong is told at once. The cost depends on variables and is checked per request: cost.ts.
 */
export const requestRules = (limits: Pick<RequestLimits, 'depth' | 'aliases'>): ValidationRule[] => [
  extentRule(limits),
  literalsAreNfc,
];
