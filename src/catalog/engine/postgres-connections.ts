import pg from 'pg';
import { IsocenterError } from '../../base/index.ts';
import { catalogError } from './errors.ts';

/** Connections of one process. */
const MAXIMUM_CONNECTIONS = 8;
/** Milliseconds until a server that does not answer counts as away; also the longest wait for a connection to be free. */
const CONNECT_TIMEOUT = 30_000;
/** Milliseconds of silence after which TCP asks whether the server is still there. */
const KEEP_ALIVE_DELAY = 30_000;
/** Milliseconds after which the server ends a transaction whose client says nothing, with the lock it holds. */
const IDLE_TRANSACTION_TIMEOUT = 60_000;
const INT8_OID = 20;

/**
 * A commit is on the disk when it returns, even where the server's default is that it is not; stronger settings stay.
 * What a client left that vanished in the middle of a transaction must not keep the writers' lock.
 */
const SESSION_SETTINGS = `SELECT
  CASE WHEN current_setting('synchronous_commit') = 'off' THEN set_config('synchronous_commit', 'on', false) END,
  set_config('idle_in_transaction_session_timeout', '${IDLE_TRANSACTION_TIMEOUT}', false)`;

export type Statement = string | pg.QueryConfig | pg.QueryArrayConfig;

/** The connections to one database. One that breaks is given up and replaced at the next use. */
export class PostgresConnections {
  readonly #pool: pg.Pool;

  constructor(url: string) {
    this.#pool = new pg.Pool({
      connectionString: url,
      max: MAXIMUM_CONNECTIONS,
      connectionTimeoutMillis: CONNECT_TIMEOUT,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_DELAY,
      types: {
        // Ids, sizes and counts stay far below 2^53.
        getTypeParser: (oid: number) => (oid === INT8_OID ? Number : pg.types.getTypeParser(oid)),
      },
      onConnect: (client) => client.query(SESSION_SETTINGS),
    });
    this.#pool.on('error', ignore);
    // While it is in use the pool does not listen, and an error nobody listens to ends the process.
    this.#pool.on('connect', (client) => client.on('error', ignore));
  }

  /** Lends a connection for the length of `body`. */
  async use<T>(body: (connection: Connection) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect().catch((error: unknown) => {
      throw driverError(error);
    });
    const connection = new Connection(client);
    try {
      return await body(connection);
    } finally {
      client.release(connection.isBroken);
    }
  }

  close(): Promise<void> {
    return this.#pool.end();
  }
}

/** Whoever asks something over that connection is told, and one that nobody uses is replaced. */
function ignore(): void {}

/** A connection that is lent. */
export class Connection {
  readonly #client: pg.PoolClient;
  #isBroken = false;

  constructor(client: pg.PoolClient) {
    this.#client = client;
  }

  /** Nothing more can be asked over it. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  /** @throws IsocenterError `catalog/unavailable`, `store/full`, `store/io` */
  async ask(statement: Statement): Promise<readonly unknown[]> {
    try {
      return (await this.#client.query(statement)).rows;
    } catch (error) {
      this.#isBroken ||= !isAboutStatement(error);
      throw driverError(error);
    }
  }
}

/** Classes of SQLSTATE after which the server closes the connection: its own trouble, and being shut down. */
const ENDS_CONNECTION = /^(08|57P)/;

function isAboutStatement(error: unknown): boolean {
  return error instanceof pg.DatabaseError && !ENDS_CONNECTION.test(error.code ?? '');
}

/** The driver's errors about a connection are plain ones, most without a code. */
function driverError(error: unknown): unknown {
  const known = catalogError(error);
  if (known instanceof IsocenterError || !(error instanceof Error) || error instanceof TypeError)
    return known;
  return new IsocenterError('catalog/unavailable', { reason: error.message }, error);
}
