/** What a command gets from the process it runs in; tests give their own. */
import type { RemoteTarget } from '../../client/index.ts';
import type { Client, Settings } from '../../contract/index.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Output } from './output.ts';

export interface Cli {
  readonly out: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Opens the archive of these settings: through its running server, or here. */
  readonly connect: (settings: Settings, options?: ConnectOptions) => Promise<Connection>;
  exitCode: ExitCode;
}

export interface ConnectOptions {
  /** A server on the network instead of the archive of the settings. */
  readonly remote?: RemoteTarget | undefined;
  /** When the archive is opened here: it is made when there is none. Default: `store/no-archive`. */
  readonly mayCreate?: boolean;
  /** When the archive is opened here: a damaged catalog is moved aside, and an empty one takes its place. */
  readonly replaceDamagedCatalog?: boolean;
  /** When it is opened here: secrets that no key opens are set aside, and a new key is made. */
  readonly replaceLostKey?: boolean;
}

export interface Connection extends AsyncDisposable {
  readonly client: Client;
  /** Whether a running server answers; otherwise this process holds the archive. */
  readonly isServer: boolean;
}
