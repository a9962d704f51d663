import type { Duplex } from 'node:stream';

/** How long what the other side still sends is read away, milliseconds. */
const LINGER_MS = 1_000;

const badRequest = { status: 400, title: 'Bad Request' };
const answers: Readonly<Record<string, typeof badRequest>> = {
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, title: 'Request Timeout' },
  HPE_HEADER_OVERFLOW: { status: 431, title: 'Request Header Fields Too Large' },
};

/**
 * Answers what is no HTTP, or too much of it, and ends the connection. It is closed a moment later: closed while the other side
 * still sends, it would be reset, and the answer lost (RFC 9112 section 9.6).
 */
export function refuseNonHttp({ code = '' }: NodeJS.ErrnoException, socket: Duplex): void {
  // What still comes after that is no HTTP either.
  if (!socket.writable) return;
  const { status, title } = answers[code] ?? badRequest;
  const body = JSON.stringify({ title, status });
  const head = [
    `HTTP/1.1 ${status} ${title}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${body.length}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}
