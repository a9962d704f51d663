/** A CT as it lies in an archive the day after: stored, and described in advance for who opens it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isocenterJson } from '../../test/support/command-line.ts';
import type { CorpusInstance } from '../../test/support/corpus.ts';
import type { IsocenterServer } from '../../test/support/server.ts';
import { KeptConnection } from '../peers/web.ts';

/** Settings of a server where a study is complete soon. */
export const quietSoon = { seriesQuietSeconds: 1, studyQuietSeconds: 1 } as const;
/** Until what is prepared in the background is. */
const QUIET_MS = 6_000;

export interface StoredSeries {
  readonly study: string;
  readonly series: string;
  readonly images: number;
}

type Instance = Pick<CorpusInstance, 'studyInstanceUid' | 'seriesInstanceUid'>;

/** @param instances of one series */
export async function storeSeries(
  server: IsocenterServer,
  instances: Iterable<{ readonly at: Instance; readonly file: Uint8Array }>,
): Promise<StoredSeries> {
  const create = ['token', 'create', 'bench', '--role', 'administrator'];
  const { token } = await isocenterJson<{ token: string }>(server, create);
  const headers = { authorization: `Bearer ${token}` };
  const connection = new KeptConnection({ httpPort: server.httpPort, headers });
  let [first, images]: [Instance | undefined, number] = [undefined, 0];
  for (const { at, file } of instances) {
    await connection.ask('POST', '/api/instances', file);
    first ??= at;
    images += 1;
  }
  connection.close();
  if (!first) throw new RangeError('a series without instances');
  await sleep(QUIET_MS);
  return { study: first.studyInstanceUid, series: first.seriesInstanceUid, images };
}
