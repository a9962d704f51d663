import { connect, createServer } from 'node:net';
import { type BackgroundProcess, waitFor } from './processes.ts';

/** The system may give a port again as soon as it is closed: a server that asks for two must not get one. */
const givenOut = new Set<number>();
const RETRIES = 100;

/** A loopback TCP port that nobody listens on at this moment, and that nobody else in this process was given. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < RETRIES; tries++) {
    const port = await portOfTheSystem();
    if (givenOut.has(port)) continue;
    givenOut.add(port);
    return port;
  }
  throw new Error(`no port that was not given out already in ${RETRIES} tries`);
}

function portOfTheSystem(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('no port was given'));
      });
    });
  });
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** Waits until a program accepts connections; throws with its output when it ends instead. */
export async function waitForPort(
  port: number,
  program: BackgroundProcess,
  timeoutMs = 20_000,
): Promise<void> {
  await waitFor(
    `a listener on port ${port}`,
    () => {
      if (!program.running)
        throw new Error(`the program ended before it listened:\n${program.stderr}${program.stdout}`);
      return accepts(port);
    },
    { timeoutMs },
  );
}
