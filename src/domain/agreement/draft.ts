import type { AgreementText, Citation, Clause, DraftPatch } from './events.js';
import type { AgreementState, FieldState, PlacedCitation } from './state.js';

type ClausePatch = NonNullable<DraftPatch['clauses']>[number];
type FieldPatch = NonNullable<DraftPatch['fields']>[number];

const patchClause = (clauses: readonly Clause[], patch: ClausePatch): readonly Clause[] => {
  const index = clauses.findIndex((clause) => clause.clauseId === patch.clauseId);
  const before = clauses[index];
  const others = clauses.filter((clause) => clause.clauseId !== patch.clauseId);
  if (patch.remove) return others;
  const clause: Clause = {
    clauseId: patch.clauseId,
    label: patch.label ?? before?.label ?? '',
    body: patch.body ?? before?.body ?? '',
  };
  const at = patch.position ?? (before === undefined ? others.length : index);
  return [...others.slice(0, at), clause, ...others.slice(at)];
};

const patchField = (fields: readonly FieldState[], patch: FieldPatch): readonly FieldState[] => {
  const before = fields.find((field) => field.fieldId === patch.fieldId);
  if (patch.remove) return fields.filter((field) => field !== before);
  const clauseId = patch.clauseId === undefined ? before?.clauseId : (patch.clauseId ?? undefined);
  const field: FieldState = {
    fieldId: patch.fieldId,
    text: patch.text ?? before?.text ?? '',
    ...(clauseId === undefined ? {} : { clauseId }),
    observations: before?.observations ?? [],
  };
  return before === undefined ? [...fields, field] : fields.map((each) => (each === before ? field : each));
};

/** What a text cites, in place of what it cited; citations elsewhere stay. */
export const cite = (citations: readonly PlacedCitation[], inText: readonly Citation[]): readonly PlacedCitation[] => [
  ...inText.map((citation) => ({ ...citation, in: 'TEXT' as const })),
  ...citations.filter((citation) => citation.in !== 'TEXT'),
];

/** The draft after a patch: clauses and fields merge by id, all else is replaced; what is absent stays. Total. */
export const patchDraft = (state: AgreementState, patch: DraftPatch): AgreementState => ({
  ...state,
  subject: patch.subject ?? state.subject,
  period: patch.period === undefined ? state.period : patch.period,
  plannedEffectiveFrom: patch.effectiveFrom === undefined ? state.plannedEffectiveFrom : patch.effectiveFrom,
  citations: patch.citations === undefined ? state.citations : cite(state.citations, patch.citations),
  fields: (patch.fields ?? []).reduce(patchField, state.fields),
  text: {
    ...state.text,
    clauses: (patch.clauses ?? []).reduce(patchClause, state.text.clauses),
    attachment: patch.attachment === undefined ? state.text.attachment : patch.attachment,
  },
});

/** The members of a draft that a revision may touch, as they are compared for its list of changes. */
export const revisable = (state: AgreementState) => ({
  subject: state.subject,
  period: state.period,
  plannedEffectiveFrom: state.plannedEffectiveFrom,
  citations: state.citations,
  fields: state.fields.map(({ observations: _, ...field }) => field),
  clauses: state.text.clauses,
  attachment: state.text.attachment,
});

/** What two states of an agreement are compared by: what a reader sees, under the paths that a revision's changes use. */
export const comparable = ({
  text,
  uncertain: _uncertain,
  restsOn: _restsOn,
  warnings: _warnings,
  reopenedOn: _reopenedOn,
  successions: _successions,
  ...state
}: AgreementState) => ({
  ...state,
  clauses: text.clauses,
  attachment: text.attachment,
  textVersion: text.version,
  textSha256: text.sha256,
  textStatus: text.status,
});

/** The text whose hash is signed (reference 4.2, Text). */
export const textOf = (state: AgreementState): AgreementText => ({
  clauses: state.text.clauses,
  ...(state.text.attachment === null ? {} : { attachment: state.text.attachment }),
});
