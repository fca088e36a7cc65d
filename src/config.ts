import { z } from 'zod';

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
const nodeEnvs = ['development', 'test', 'production'] as const;
/** Signature algorithms with a public key (RFC 7518, RFC 8037). Shared secrets and `none` are not among them on purpose. */
const signatureAlgorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
] as const;

const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .pipe(z.number().min(min).max(max));

const list = (item: z.ZodType<string, string>) =>
  z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(item).min(1));

const isWebUrl = (text: string): boolean => /^https?:\/\//.test(text) && URL.canParse(text);

const isOrigin = (text: string): boolean => isWebUrl(text) && new URL(text).origin === text;

const isBareUrl = (text: string): boolean => {
  if (!isWebUrl(text)) return false;
  const { username, password } = new URL(text);
  return username === '' && password === '';
};

const claim = z.string().regex(/^\S{1,200}$/);

interface Setting<S extends z.ZodType<unknown, string> = z.ZodType<unknown, string>> {
  readonly schema: S;
  /** The default, written as it would be set; undefined when there is none. */
  readonly standard?: string;
  /** How the default reads in the documentation when it is not one plain value. */
  readonly standardText?: string;
  readonly expected: string;
  readonly meaning: string;
  /** It may hold a password: no message repeats it. */
  readonly secret?: true;
}

const setting = <S extends z.ZodType<unknown, string>>(of: Setting<S>): Setting<S> => of;

const settings = {
  HOST: setting({
    schema: z.string().regex(/^[A-Za-z0-9.:_-]{1,253}$/),
    standard: '127.0.0.1',
    expected: 'a host name or address',
    meaning: 'Address to listen on. Anything but a loopback address opens the server to the network.',
  }),
  PORT: setting({
    schema: integer(0, 65_535),
    standard: '4000',
    expected: 'an integer from 0 to 65535',
    meaning: 'Port to listen on; 0 takes any free one.',
  }),
  DATA_DIR: setting({
    schema: z.string().regex(/^[^\0]+$/),
    standard: './data',
    expected: 'a folder',
    meaning: 'Folder of the embedded stores, the evidence files and the local keys; made when missing.',
  }),
  NODE_ENV: setting({
    schema: z.enum(nodeEnvs),
    standard: 'development',
    expected: `one of ${nodeEnvs.join(', ')}`,
    meaning: 'production requires the OIDC settings and refuses demo identities.',
  }),
  EVENTSTORE_URL: setting({
    schema: z.string().regex(/^(kurrentdb|kurrent|kdb|esdb)(\+discover)?:\/\/[^\s/]/),
    secret: true,
    expected: 'a connection string such as kurrentdb://user:password@host:2113?tls=true',
    meaning: 'KurrentDB (EventStoreDB) for the events, in place of the embedded store; goes with `MONGODB_URL`.',
  }),
  MONGODB_URL: setting({
    schema: z.string().regex(/^mongodb(\+srv)?:\/\/[^\s/]/),
    secret: true,
    expected: 'a connection string such as mongodb://user:password@host:27017/concordat?replicaSet=rs0',
    meaning: 'MongoDB for read models, files and leases; goes with `EVENTSTORE_URL`.',
  }),
  LOG_LEVEL: setting({
    schema: z.enum(logLevels),
    standard: 'info',
    expected: `one of ${logLevels.join(', ')}`,
    meaning: 'Least level that is written to the log.',
  }),
  OIDC_ISSUER: setting({
    schema: z.string().refine(isBareUrl),
    expected: 'an http(s) URL without user and password',
    meaning: 'Issuer of the tokens, exactly as in their `iss`.',
  }),
  OIDC_AUDIENCE: setting({
    schema: z.string().min(1).max(500),
    expected: 'a text of at most 500 characters',
    meaning: 'What the `aud` of a token must hold.',
  }),
  OIDC_JWKS: setting({
    schema: z.string().refine((text) => isBareUrl(text) || !/^[a-z]+:\/\//i.test(text)),
    expected: 'an http(s) URL without user and password, or the path of a file',
    meaning: "The issuer's public keys (JWKS): an address to fetch them from, or a file for closed networks.",
  }),
  OIDC_ALGORITHMS: setting({
    schema: list(z.enum(signatureAlgorithms)),
    standard: 'RS256,ES256,EdDSA',
    expected: `a comma-separated list out of ${signatureAlgorithms.join(', ')}`,
    meaning: 'Signature algorithms accepted on tokens.',
  }),
  OIDC_ROLE_CLAIM: setting({
    schema: claim,
    standard: 'roles',
    expected: 'the name of a claim',
    meaning: 'Claim with the role or roles; dots reach into objects (`realm_access.roles`).',
  }),
  OIDC_ORG_CLAIM: setting({
    schema: claim,
    standard: 'org',
    expected: 'the name of a claim',
    meaning: 'Claim with the id of the organisation.',
  }),
  OIDC_OFFICE_CLAIM: setting({
    schema: claim,
    standard: 'office',
    expected: 'the name of a claim',
    meaning: 'Claim with the id of the office.',
  }),
  OIDC_PERSON_CLAIM: setting({
    schema: claim,
    expected: 'the name of a claim',
    meaning: 'Claim with a random key of the person; without it a key is drawn when a subject is first seen.',
  }),
  GRAPHIQL: setting({
    schema: z.enum(['on', 'off']),
    standardText: '`on`, in production `off`',
    expected: 'on or off',
    meaning: 'Whether the query page is served at /graphiql.',
  }),
  GRAPHQL_INTROSPECTION: setting({
    schema: z.enum(['authenticated', 'off']),
    standard: 'authenticated',
    expected: 'authenticated or off',
    meaning: 'Whether a caller with a token may ask for the schema.',
  }),
  CORS_ORIGINS: setting({
    schema: list(z.string().refine(isOrigin)),
    standardText: 'none',
    expected: 'a comma-separated list of origins such as https://dashboard.example',
    meaning: 'Origins of other sites whose pages may call the server.',
  }),
  MAX_BODY_BYTES: setting({
    schema: integer(1024, 104_857_600),
    standard: '1048576',
    expected: 'an integer from 1024 to 104857600',
    meaning: 'Largest request body in bytes, uploaded files apart.',
  }),
  MAX_EVIDENCE_BYTES: setting({
    schema: integer(1024, 2_147_483_647),
    standard: '52428800',
    expected: 'an integer from 1024 to 2147483647',
    meaning: 'Largest uploaded file in bytes.',
  }),
  MAX_TOKENS: setting({
    schema: integer(100, 100_000),
    standard: '2000',
    expected: 'an integer from 100 to 100000',
    meaning: 'Most tokens in a GraphQL document.',
  }),
  MAX_DEPTH: setting({
    schema: integer(1, 100),
    standard: '12',
    expected: 'an integer from 1 to 100',
    meaning: 'Deepest nesting of fields in an operation.',
  }),
  MAX_ALIASES: setting({
    schema: integer(0, 10_000),
    standard: '30',
    expected: 'an integer from 0 to 10000',
    meaning: 'Most aliases in an operation, fragments counted each time they are spread.',
  }),
  MAX_COST: setting({
    schema: integer(1, 10_000_000),
    standard: '20000',
    expected: 'an integer from 1 to 10000000',
    meaning: 'Highest cost of an operation: one for each field, times the page size inside a connection.',
  }),
  SHUTDOWN_TIMEOUT_MS: setting({
    schema: integer(0, 600_000),
    standard: '25000',
    expected: 'an integer from 0 to 600000',
    meaning: 'How long a stop waits for requests in flight, in milliseconds.',
  }),
};

type SettingName = keyof typeof settings;
type SettingValues = { readonly [N in SettingName]: z.output<(typeof settings)[N]['schema']> };

/** How tokens of the OIDC issuer are checked and read. */
interface OidcConfig {
  readonly issuer: string;
  readonly audience: string;
  /** An http(s) URL or the path of a file. */
  readonly jwks: string;
  readonly algorithms: readonly string[];
  readonly claims: { readonly role: string; readonly org: string; readonly office: string; readonly person?: string };
}

/** What one request may ask for at most. */
export interface RequestLimits {
  readonly bodyBytes: number;
  readonly evidenceBytes: number;
  readonly tokens: number;
  readonly depth: number;
  readonly aliases: number;
  readonly cost: number;
}

/** The settings of a process, checked and frozen. `describeSettings` tells what each means. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  readonly nodeEnv: (typeof nodeEnvs)[number];
  readonly logLevel: (typeof logLevels)[number];
  /** Connection strings, with their passwords, of the servers used in place of the embedded stores. */
  readonly engines?: { readonly eventStoreUrl: string; readonly mongodbUrl: string };
  readonly oidc?: OidcConfig;
  readonly graphiql: boolean;
  readonly introspection: 'authenticated' | 'off';
  readonly corsOrigins: readonly string[];
  readonly limits: RequestLimits;
  readonly shutdownTimeoutMs: number;
}

/** One setting that cannot be used. `given` is what was set, absent when nothing was or when it is a secret. */
export interface ConfigProblem {
  readonly name: string;
  readonly given?: string;
  readonly expected: string;
}

/** A setting of the engines that has the form of one and that its client cannot read all the same; `why` is a sentence. */
export const unreadable = (name: (typeof engineNames)[number], why: string): ConfigProblem => ({
  name,
  expected: `${settings[name].expected}. ${why}`,
});

/** All problems of the environment at once; the message lists each on a line of its own. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(readonly problems: readonly ConfigProblem[]) {
    const line = ({ name, given, expected }: ConfigProblem): string =>
      `  ${name}${given === undefined ? '' : ` is ${JSON.stringify(given)}, but`} must be ${expected}`;
    super(`The settings cannot be used:\n${problems.map(line).join('\n')}`);
  }
}

/** A password that was put into a URL by mistake stays out of the message, and a long value is cut. */
const printable = (value: string): string => value.replace(/\/\/[^/@]*@/, '//***@').slice(0, 200);

const deepFreeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
};

const engineNames = ['EVENTSTORE_URL', 'MONGODB_URL'] as const;
const oidcNames = ['OIDC_ISSUER', 'OIDC_AUDIENCE', 'OIDC_JWKS'] as const;

/**
 * Reads the settings from the environment; what is not a setting is ignored, and an empty value counts as not set.
 * Throws a ConfigError that names every problem.
 */
export const loadConfig = (env: Readonly<Record<string, string | undefined>>): Config => {
  const problems: ConfigProblem[] = [];
  const values: Record<string, unknown> = {};
  const given = (name: string): string | undefined => (env[name] === '' ? undefined : env[name]);

  for (const [name, { schema, standard, expected, secret }] of Object.entries<Setting>(settings)) {
    const text = given(name) ?? standard;
    if (text === undefined) continue;
    const parsed = schema.safeParse(text);
    if (parsed.success) values[name] = parsed.data;
    else problems.push({ name, ...(secret === undefined ? { given: printable(text) } : {}), expected });
  }

  const engines = engineNames.filter((name) => given(name) !== undefined);
  for (const name of engineNames.filter((missing) => engines.length > 0 && !engines.includes(missing))) {
    problems.push({ name, expected: `set when ${engines.join()} is: ${settings[name].expected}` });
  }

  const production = given('NODE_ENV') === 'production';
  if (production || oidcNames.some((name) => given(name) !== undefined)) {
    for (const name of oidcNames.filter((missing) => given(missing) === undefined)) {
      const why = production ? 'when NODE_ENV is production' : 'when another OIDC setting is set';
      problems.push({ name, expected: `set ${why}: ${settings[name].expected}` });
    }
  }
  // Apollo Server sends schema and usage to its vendor as soon as this is set; a closed network must never do that.
  if (given('APOLLO_KEY') !== undefined) {
    problems.push({ name: 'APOLLO_KEY', expected: 'unset: this server reports to nobody' });
  }
  if (problems.length > 0) throw new ConfigError(problems);

  // Each has its value by now, but for those without a default: they are read below only when they were given.
  const known = values as SettingValues;
  return deepFreeze({
    host: known.HOST,
    port: known.PORT,
    dataDir: known.DATA_DIR,
    nodeEnv: known.NODE_ENV,
    logLevel: known.LOG_LEVEL,
    ...(engines.length === 0
      ? {}
      : { engines: { eventStoreUrl: known.EVENTSTORE_URL, mongodbUrl: known.MONGODB_URL } }),
    ...(given('OIDC_ISSUER') === undefined
      ? {}
      : {
          oidc: {
            issuer: known.OIDC_ISSUER,
            audience: known.OIDC_AUDIENCE,
            jwks: known.OIDC_JWKS,
            algorithms: known.OIDC_ALGORITHMS,
            claims: {
              role: known.OIDC_ROLE_CLAIM,
              org: known.OIDC_ORG_CLAIM,
              office: known.OIDC_OFFICE_CLAIM,
              ...(given('OIDC_PERSON_CLAIM') === undefined ? {} : { person: known.OIDC_PERSON_CLAIM }),
            },
          },
        }),
    graphiql: given('GRAPHIQL') === undefined ? !production : known.GRAPHIQL === 'on',
    introspection: known.GRAPHQL_INTROSPECTION,
    corsOrigins: given('CORS_ORIGINS') === undefined ? [] : known.CORS_ORIGINS,
    limits: {
      bodyBytes: known.MAX_BODY_BYTES,
      evidenceBytes: known.MAX_EVIDENCE_BYTES,
      tokens: known.MAX_TOKENS,
      depth: known.MAX_DEPTH,
      aliases: known.MAX_ALIASES,
      cost: known.MAX_COST,
    },
    shutdownTimeoutMs: known.SHUTDOWN_TIMEOUT_MS,
  });
};

/** Every setting with its default and meaning, in the order of the documentation; the README's table is made from it. */
export const describeSettings = (): readonly {
  readonly name: string;
  readonly default: string;
  readonly meaning: string;
}[] =>
  Object.entries<Setting>(settings).map(([name, { standard, standardText, meaning }]) => ({
    name,
    default: standardText ?? (standard === undefined ? 'none' : `\`${standard}\``),
    meaning,
  }));
