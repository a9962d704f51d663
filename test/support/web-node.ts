import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'vitest';
import { systemClock } from '../../src/base/index.ts';
import { node as nodeSchema } from '../../src/contract/index.ts';
import { createPeerGuard } from '../../src/net/index.ts';
import { requireWeb, type SecretFiles, WebSecrets } from '../../src/nodes/dicomweb/index.ts';

class KeptSecrets extends Map<string, unknown> implements SecretFiles {
  read(name: string): unknown {
    return this.get(name);
  }
  async write(name: string, value: unknown): Promise<void> {
    this.set(name, value);
  }
  async remove(name: string): Promise<void> {
    this.delete(name);
  }
}

/** What a client of DICOMweb needs beside an archive. */
export function webParts(idleMs = 5_000) {
  const guard = createPeerGuard({ allowed: [], ownPorts: () => [] });
  const dialler = { aeTitle: 'US', clock: systemClock, tls: () => ({}), guard };
  return { dialler, secrets: new WebSecrets(new KeptSecrets()), idleMs };
}

/** A node with DICOMweb below `/wado` on this port. */
export const webNode = (port: number, user?: string) =>
  requireWeb(nodeSchema.parse({ name: 'cloud', web: { url: `http://127.0.0.1:${port}/wado/`, user } }));

/** Starts a server that lasts as long as the test; its port. */
type Serve = (listener: RequestListener, beforeBody?: RequestListener) => Promise<number>;

/** Servers that answer as a test says; `beforeBody` answers those that ask whether to send one (RFC 9110 10.1.1). */
export function servers(): Serve {
  const open: ReturnType<typeof createServer>[] = [];
  afterEach(() => {
    for (const server of open.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });
  return async (listener, beforeBody) => {
    const server = createServer(listener);
    if (beforeBody) server.on('checkContinue', beforeBody);
    open.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
}

export const replyJson = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/dicom+json' }).end(JSON.stringify(body));
};
