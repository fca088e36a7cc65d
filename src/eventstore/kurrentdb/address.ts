import { StoreFault } from '../../application/ports.js';

/** A connection string that was looked at before the client sees it. */
export interface Address {
  /** What the client is given. Holds the password: never to be printed. */
  readonly connectionString: string;
  /** For messages: the hosts alone. */
  readonly name: string;
}

/** The settings of the client that may be given, by their name without case, `-` and `_`. */
const known = new Map(
  [
    'tls',
    'tlsVerifyCert',
    'tlsCAFile',
    'userCertFile',
    'userKeyFile',
    'connectionName',
    'maxDiscoverAttempts',
    'discoveryInterval',
    'gossipTimeout',
    'keepAliveInterval',
    'keepAliveTimeout',
    'nodePreference',
  ].map((name) => [flat(name), name]),
);

/**
 * Reads `kurrentdb://user:password@host:2113,host:2113?tls=true&tlsCAFile=/path` (also `kurrentdb+discover`, and `esdb` as
 * EventStoreDB called it). The client would print what it does not understand, password and all, cut a password at a
 * colon, and send none without TLS: all that is refused here, in words that repeat nothing but names.
 */
export const readAddress = (connectionString: string): Address => {
  const parts = /^(kurrentdb|kurrent|kdb|esdb)(\+discover)?:\/\/(?:([^@/?]*)@)?([^@/?]+)\/*(?:\?([^?]*))?$/.exec(
    connectionString.trim(),
  );
  const [, , discover = '', login, hosts = '', query = ''] = parts ?? [];
  if (parts === null || !/^[A-Za-z0-9._-]+(:\d{1,5})?(,[A-Za-z0-9._-]+(:\d{1,5})?)*$/.test(hosts)) {
    throw refused('it is not of the form kurrentdb://user:password@host:2113?tls=true');
  }
  if (login !== undefined && !/^[^:]+:[^:]+$/.test(login)) {
    throw refused('before the @ a user, a colon and a password are needed; write : @ / ? in them as %3A %40 %2F %3F');
  }
  const settings = new Map<string, string>();
  for (const pair of query === '' ? [] : query.split('&')) {
    const [, name = '', value = ''] = /^([^=]+)=(.+)$/.exec(pair) ?? [];
    const setting = known.get(flat(name));
    if (setting === undefined)
      throw refused(`a setting is unknown or has no value; known are ${[...known.values()].join(', ')}`);
    settings.set(setting, value);
  }
  if (settings.get('tls') === 'false' && login !== undefined) {
    throw refused('without TLS the server is sent no credentials: leave them out, or leave out tls=false');
  }
  if (flat(settings.get('nodePreference') ?? 'leader') !== 'leader') {
    throw refused('only the leader knows all that was acknowledged: leave out nodePreference');
  }
  const pairs = [...settings].map(([name, value]) => `${name}=${value}`);
  return {
    connectionString:
      `kurrentdb${discover}://${login === undefined ? '' : `${login}@`}${hosts}` +
      (pairs.length === 0 ? '' : `?${pairs.join('&')}`),
    name: `KurrentDB at ${hosts}`,
  };
};

const refused = (why: string): StoreFault =>
  new StoreFault('STORE_UNAVAILABLE', `The connection string of KurrentDB cannot be used: ${why}.`);

function flat(name: string): string {
  return name.toLowerCase().replace(/[-_]/g, '');
}
