import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A simple query as PostgreSQL's protocol has it: 'Q', length, text, NUL. */
const COMMIT = Buffer.from('51 0000000b 434f4d4d4954 00'.replaceAll(' ', ''), 'hex');

/** `lost`: the server never hears of the commit. `unanswered`: it commits, and the client never hears. */
export type Cut = 'lost' | 'unanswered';

/** Stands between a client and a PostgreSQL server, and cuts the connection over which the next commit comes. */
export class CommitCutter implements AsyncDisposable {
  /** The database, by way of this. */
  readonly url: string;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #next: Cut | undefined;

  private constructor(server: Server, url: string) {
    this.#server = server;
    this.url = url;
  }

  static async before(database: string): Promise<CommitCutter> {
    const url = new URL(database);
    const [host, port] = [url.hostname, Number(url.port)];
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url.port = String((server.address() as AddressInfo).port);
    const cutter = new CommitCutter(server, url.href);
    server.on('connection', (client) => cutter.#pass(client, connect(port, host)));
    return cutter;
  }

  cutNextCommit(cut: Cut): void {
    this.#next = cut;
  }

  #pass(client: Socket, database: Socket): void {
    const close = () => {
      for (const socket of [client, database]) socket.destroy();
    };
    for (const socket of [client, database]) {
      this.#sockets.add(socket);
      socket.on('error', close).on('close', close);
    }
    let isUnanswered = false;
    client.on('data', (bytes) => {
      const cut = bytes.includes(COMMIT) ? this.#next : undefined;
      if (cut) this.#next = undefined;
      if (cut === 'lost') return close();
      isUnanswered ||= cut === 'unanswered';
      database.write(bytes);
    });
    database.on('data', (bytes) => {
      if (isUnanswered) close();
      else client.write(bytes);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await once(this.#server, 'close');
  }
}
