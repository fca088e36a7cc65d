/** The first place where the variables cannot be used. */
export interface InputProblem {
  readonly message: string;
  readonly path: readonly string[];
}

/** No input type of the schema nests nearly so deep, and recursion must end somewhere. */
const deepest = 32;

const loneSurrogate = /\p{Surrogate}/u;
/** Below U+0300 nothing composes: such text is NFC as it stands. */
const mayCompose = /[^\0-\u02ff]/;

/** Text in NFC; undefined when it has lone surrogates, which no UTF-8 can carry and no store keep. */
export const cleanText = (text: string): string | undefined => {
  if (!mayCompose.test(text)) return text;
  return loneSurrogate.test(text) ? undefined : text.normalize('NFC');
};

const illFormed = 'The text is not well-formed Unicode: it has a lone surrogate.';

const clean = (holder: Record<string, unknown>, path: readonly string[]): InputProblem | undefined => {
  if (path.length > deepest) return { message: `The variables nest more than ${deepest} deep.`, path };
  for (const [key, value] of Object.entries(holder)) {
    if (cleanText(key) === undefined) return { message: 'A name is not well-formed Unicode.', path };
    if (typeof value === 'string') {
      const text = cleanText(value);
      if (text === undefined) return { message: illFormed, path: [...path, key] };
      if (text !== value) holder[key] = text;
    } else if (typeof value === 'object' && value !== null) {
      const problem = clean(value as Record<string, unknown>, [...path, key]);
      if (problem !== undefined) return problem;
    }
  }
  return undefined;
};

/** Brings every text of the variables into NFC, in place, since the parsed body is nobody else's. */
export const cleanVariables = (variables: Record<string, unknown> | undefined): InputProblem | undefined =>
  variables === undefined ? undefined : clean(variables, []);
