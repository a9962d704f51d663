/** The archive of a data directory: through the control socket of its server, else opened in this process. */
import { existsSync } from 'node:fs';
import { asIsocenterError, IsocenterError } from '../../base/index.ts';
import {
  controlSocketPath,
  createClient,
  httpTransport,
  inProcessTransport,
  type RemoteTarget,
} from '../../client/index.ts';
import { localAdministrator, type Settings } from '../../contract/index.ts';
import type { Connection, ConnectOptions } from './cli.ts';

export async function connectArchive(settings: Settings, options: ConnectOptions = {}): Promise<Connection> {
  if (options.remote) return connectRemote(options.remote);
  return (await connectServer(settings)) ?? openHere(settings, options);
}

function connectRemote(remote: RemoteTarget): Connection {
  const client = createClient(httpTransport(remote));
  return { client, isServer: true, [Symbol.asyncDispose]: async () => {} };
}

export async function connectServer(settings: Settings): Promise<Connection | undefined> {
  if (!existsSync(settings.data)) return undefined;
  const client = createClient(httpTransport({ socketPath: controlSocketPath(settings.data) }));
  try {
    await client.health();
  } catch (error) {
    if (asIsocenterError(error).code === 'control/unreachable') return undefined;
    throw error;
  }
  return { client, isServer: true, [Symbol.asyncDispose]: async () => {} };
}

/** Takes the lock of the data directory; opens no ports. */
async function openHere(settings: Settings, options: ConnectOptions): Promise<Connection> {
  const [{ createApp, hasArchive }, { createLogger }] = await Promise.all([
    import('../../app.ts'),
    import('./logger.ts'),
  ]);
  if (!options.mayCreate && !hasArchive(settings))
    throw new IsocenterError('store/no-archive', { path: settings.data });
  const app = await createApp(settings, {
    ...options,
    logger: createLogger({ logLevel: 'warn', logPretty: settings.logPretty ?? true }),
  });
  return {
    client: createClient(inProcessTransport(app.control, localAdministrator)),
    isServer: false,
    [Symbol.asyncDispose]: () => app.stop(),
  };
}
