/** Who may import whom (docs/decisions/0002-layout.md). Arrows point at the domain. */
const only = (name, from, allowed, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from },
  to: { pathNot: allowed },
});

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'no-test-imports', severity: 'error', from: { pathNot: '^(test|bench)/' }, to: { path: '^(test|bench)/' } },
    only(
      'domain-is-pure',
      '^src/domain/',
      ['^src/domain/', '^node_modules/zod/', '^node_modules/diff/'],
      'no I/O, clock or randomness',
    ),
    {
      name: 'aggregates-by-the-door',
      severity: 'error',
      comment: 'an aggregate is entered by its index.ts',
      from: { pathNot: '^src/domain/' },
      to: { path: '^src/domain/(?!kernel/)[^/]+/(?!index\\.ts)' },
    },
    {
      name: 'application-knows-no-technology',
      severity: 'error',
      from: { path: '^src/application/' },
      to: { path: '^(src/(eventstore|readstore|evidence|proof|identity|server|compose|main|cli)|schema|projections)' },
    },
    {
      name: 'adapters-apart',
      severity: 'error',
      from: { path: '^src/(eventstore|readstore|evidence|proof|identity)/' },
      to: {
        path: '^(src/(eventstore|readstore|evidence|proof|identity|server|compose|main|cli)|schema|projections)',
        pathNot: '^src/$1/',
      },
    },
    {
      name: 'projections-are-pure',
      severity: 'error',
      from: { path: '^projections/([^/]+)/(?:evolve|document)\\.ts$' },
      to: {
        pathNot: [
          '^src/domain/',
          '^projections/[A-Za-z]+\\.ts$',
          '^projections/$1/',
          '^src/application/ports\\.ts$',
          '^projections/[^/]+/(evolve|document)\\.ts$',
        ],
      },
    },
    {
      name: 'projections-know-no-engine',
      severity: 'error',
      from: { path: '^projections/' },
      to: { path: '^(src/(eventstore|readstore|evidence|proof|identity|server|compose|main|cli)|schema)' },
    },
    {
      name: 'schema-translates',
      severity: 'error',
      from: { path: '^schema/' },
      to: {
        path: '^(src/(eventstore|readstore|evidence|proof|identity|server|compose|main|cli))|^src/domain/.*/(decide|state)\\.ts$',
      },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^node:' },
  },
};
