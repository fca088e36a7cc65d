/** Capacities in which an office signs (reference 2.2): T/M, K/T, T/L, TUQ and Q. on paper. Stored; add, never rename. */
export const capacities = ['ON_BEHALF_OF_BODY', 'FOR_HEAD', 'BY_ORDER', 'BY_SUB_DELEGATION', 'ACTING'] as const;

/** Kinds of agreement (reference 2.1); a mandate may be limited to one. Stored; add, never rename. */
export const agreementKinds = ['COORDINATION_REGULATION', 'COORDINATION_PROGRAMME'] as const;
