/** A query to start from: one tab of the page. The name of its operation is the title. */
export interface StarterQuery {
  readonly name: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** JSON that can stand inside a script element: nothing in it can end the element. */
const embed = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

/** The page itself; addresses are relative, so that it works behind a path prefix. */
export const graphiqlPage = (starters: readonly StarterQuery[]): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Concordat: queries</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="graphiql/graphiql.css" />
    <link rel="stylesheet" href="graphiql/page.css" />
  </head>
  <body>
    <form id="identity">
      <label for="token">Token</label>
      <input id="token" type="password" autocomplete="off" spellcheck="false" placeholder="paste a bearer token" />
      <button type="submit">Use</button>
      <span id="hint">To get one: <code>npx concordat token --role AUDITOR</code></span>
    </form>
    <main id="graphiql">Loading…</main>
    <script type="application/json" id="starters">${embed(starters)}</script>
    <script src="graphiql/react.js"></script>
    <script src="graphiql/react-dom.js"></script>
    <script src="graphiql/graphiql.js"></script>
    <script src="graphiql/page.js"></script>
  </body>
</html>
`;

export const graphiqlStyle = `html, body { height: 100%; margin: 0; }
body { display: flex; flex-direction: column; font-family: system-ui, sans-serif; }
#identity { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; padding: 0.5rem 1rem; border-bottom: 1px solid #ccc; }
#identity input { flex: 0 1 24rem; padding: 0.3rem; }
#identity code { user-select: all; }
#graphiql { flex: 1; min-height: 0; }
`;

/**
 * Runs in the browser. The token lives in the tab's session storage, never in the address or in GraphiQL's own saved
 * tabs, and goes with every request whose headers editor names no Authorization of its own. A new token mounts the
 * editor anew, so that the schema is asked for again.
 */
export const graphiqlScript = `'use strict';
(() => {
  const starters = JSON.parse(document.getElementById('starters').textContent);
  const storageKey = 'concordat.token';
  const field = document.getElementById('token');
  const root = ReactDOM.createRoot(document.getElementById('graphiql'));
  let mounted = 0;

  // Results of a subscription, out of the events of a stream; ending it lets go of the connection at once.
  const follow = (response, connection) => {
    const read = async function* () {
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = '';
      for (;;) {
        const { value, done } = await reader.read().catch(() => ({ done: true }));
        if (done) return;
        const blocks = (rest + value).split('\\n\\n');
        rest = blocks.pop();
        for (const block of blocks) {
          const data = /^data: (.+)$/m.exec(block);
          if (data !== null) yield JSON.parse(data[1]);
        }
      }
    };
    const results = read();
    return {
      next: () => results.next(),
      return: () => {
        connection.abort();
        return results.return();
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  };

  const isSubscription = (definitions, name) =>
    definitions.some((each) => each.operation === 'subscription' && (name == null || each.name?.value === name));

  const fetcher = async (params, options) => {
    const headers = { 'content-type': 'application/json', ...(options?.headers ?? {}) };
    if (isSubscription(options?.documentAST?.definitions ?? [], params.operationName))
      headers.accept = 'text/event-stream, application/json';
    const token = sessionStorage.getItem(storageKey);
    const named = Object.keys(headers).some((name) => name.toLowerCase() === 'authorization');
    if (token && !named) headers.authorization = 'Bearer ' + token;
    const connection = new AbortController();
    const { signal } = connection;
    const response = await fetch('graphql', { method: 'POST', headers, body: JSON.stringify(params), signal });
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
    return isStream ? follow(response, connection) : response.json();
  };

  const tabs = starters.map(({ query, variables }) => ({
    query,
    variables: variables === undefined ? '' : JSON.stringify(variables, null, 2),
    headers: '',
  }));

  const mount = () => {
    mounted += 1;
    root.render(
      React.createElement(GraphiQL, {
        key: mounted,
        fetcher,
        defaultEditorToolsVisibility: 'headers',
        shouldPersistHeaders: false,
        ...(tabs.length === 0 ? {} : { defaultTabs: tabs }),
      }),
    );
  };

  field.value = sessionStorage.getItem(storageKey) ?? '';
  document.getElementById('identity').addEventListener('submit', (event) => {
    event.preventDefault();
    const token = field.value.trim().replace(/^Bearer +/i, '');
    if (token === '') sessionStorage.removeItem(storageKey);
    else sessionStorage.setItem(storageKey, token);
    mount();
  });
  mount();
})();
`;
