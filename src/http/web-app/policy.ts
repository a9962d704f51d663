/** What the browser lets the web app do: load and ask from here, nothing from elsewhere. */

/**
 * Of the page. Its script and what that imports carry the nonce, as do styles that are made while it runs: nothing else that lies on this
 * server is a script.
 */
export const pagePolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'wasm-unsafe-eval'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self' blob:",
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "frame-src 'self' blob:",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/**
 * Of workers that decode images: the codecs' bindings (Emscripten's embind) make functions of text. A worker has the policy
 * it came with, so that the page keeps its own, and it reaches neither the page nor another site.
 */
export const workerPolicy =
  "default-src 'none'; script-src 'self' 'unsafe-eval'; connect-src 'self'; worker-src 'self'";
