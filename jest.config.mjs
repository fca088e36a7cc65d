export default {
  testEnvironment: 'node',
  // A limit for what hangs, not a measure: machines are shared and slow at times.
  testTimeout: 60_000,
  roots: ['<rootDir>/test'],
  reporters: ['default', '<rootDir>/test/support/notRunReporter.mjs'],
  // On a machine of two cores jest would take one of them.
  maxWorkers: '100%',
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  coverageProvider: 'v8',
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  setupFiles: ['reflect-metadata'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          keepClassNames: true,
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: true },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
};
