/** Which server on the network a command talks to, if it does. */
import { IsocenterError } from '../../base/index.ts';
import type { RemoteTarget } from '../../client/index.ts';

interface RemoteFlags {
  readonly server?: string;
  readonly token?: string;
}

/** Flags count more than ISOCENTER_SERVER and ISOCENTER_TOKEN. Throws `input/invalid`. */
export function remoteOf(
  flags: RemoteFlags,
  env: Readonly<Record<string, string | undefined>>,
): RemoteTarget | undefined {
  const server = flags.server ?? env.ISOCENTER_SERVER;
  if (!server) return undefined;
  const url = URL.parse(server);
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.search !== '')
    throw new IsocenterError('input/invalid', {
      reason: `${server} is not the address of a server, such as https://archive.example.org.`,
    });
  return { url, token: flags.token ?? env.ISOCENTER_TOKEN };
}
