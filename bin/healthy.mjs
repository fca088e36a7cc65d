// Ends with 0 while the server of this container can serve, for a health check in an image without curl.
const port = process.env.PORT || '4000';
try {
  const { ok } = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(4_000) });
  process.exitCode = ok ? 0 : 1;
} catch {
  process.exitCode = 1;
}
