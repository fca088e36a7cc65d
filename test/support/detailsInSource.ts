import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';

/** One detail that code gives with a refusal or warning; `value` where it is written out as text. */
export interface GivenDetail {
  readonly where: string;
  readonly key: string;
  readonly value?: string;
}

const isCode = (node: ts.Node): boolean => ts.isStringLiteral(node) && /^[A-Z][A-Z_]{4,}$/u.test(node.text);

/** All text written out below a node: of `a ? 'x' : 'y'` both, of a name or a call none. */
const texts = (node: ts.Node): string[] => {
  if (ts.isStringLiteral(node)) return [node.text];
  if (ts.isConditionalExpression(node)) return [...texts(node.whenTrue), ...texts(node.whenFalse)];
  return ts.isArrayLiteralExpression(node) ? node.elements.flatMap(texts) : [];
};

const details = (object: ts.ObjectLiteralExpression, where: string): GivenDetail[] =>
  object.properties.flatMap((property) => {
    if (property.name === undefined || !ts.isIdentifier(property.name)) return [];
    const key = property.name.text;
    const values = ts.isPropertyAssignment(property) ? texts(property.initializer) : [];
    return [{ where, key }, ...values.map((value) => ({ where, key, value }))];
  });

const problem = (node: ts.Node | undefined, where: string): GivenDetail[] =>
  node === undefined ? [] : texts(node).map((value) => ({ where, key: 'problem', value }));

/** What one node gives: details after a code, or named `details`; a problem by itself, as schemas and readers name one. */
const givenBy = (node: ts.Node, where: string): GivenDetail[] => {
  if (ts.isCallExpression(node)) {
    const code = node.arguments.findIndex(isCode);
    const after = code < 0 ? [] : node.arguments.slice(code + 1).filter(ts.isObjectLiteralExpression);
    const callee = node.expression.getText();
    return [
      ...after.flatMap((object) => details(object, where)),
      ...(/\.regex$|\binvalidInput$/u.test(callee) ? problem(node.arguments[1], where) : []),
      ...(/^unwanted$|^refuse$/u.test(callee) && code < 0 ? problem(node.arguments[0], where) : []),
    ];
  }
  if (ts.isPropertyAssignment(node) && node.name.getText() === 'message') return problem(node.initializer, where);
  const named = ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node);
  return named &&
    node.name.getText() === 'details' &&
    node.initializer &&
    ts.isObjectLiteralExpression(node.initializer)
    ? details(node.initializer, where)
    : [];
};

/** Every detail that the code below a folder gives, as it stands in the source. */
export const detailsIn = async (folder: string): Promise<GivenDetail[]> => {
  const files = (await readdir(folder, { recursive: true })).filter(
    (file) => file.endsWith('.ts') && !file.startsWith('narrative'),
  );
  const given = await Promise.all(
    files.map(async (file) => {
      const text = await readFile(join(folder, file), 'utf8');
      const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true);
      const all: GivenDetail[] = [];
      const visit = (node: ts.Node): void => {
        all.push(...givenBy(node, file));
        ts.forEachChild(node, visit);
      };
      visit(source);
      return all;
    }),
  );
  return given.flat();
};
