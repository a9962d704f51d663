/** Files that are damaged, sent as a person's browser or a program sends them. */
import { isocenterJson } from '../support/command-line.ts';
import { type CorpusInstance, corpusInstance } from '../support/corpus.ts';
import type { IsocenterServer } from '../support/server.ts';

/** Bytes that are missing at the end of each. */
const MISSING = 40;

/** Made-up images, each of a study of its own. */
export function damagedInstances(seed: number, count: number): CorpusInstance[] {
  const shape = { kind: 'tiny', studies: count, instancesPerSeries: 1, seed } as const;
  return Array.from({ length: count }, (_, study) =>
    corpusInstance(shape, { study, series: 0, instance: 0 }),
  );
}

export const cutShort = (instance: CorpusInstance): Uint8Array => instance.encode().subarray(0, -MISSING);

/** Sends files over HTTP; what the server answered to each. */
export async function sendFiles(
  server: Pick<IsocenterServer, 'data' | 'httpPort'>,
  files: readonly Uint8Array[],
  name = `sender-${crypto.randomUUID()}`,
): Promise<number[]> {
  const create = ['token', 'create', name, '--role', 'uploader'];
  const { token } = await isocenterJson<{ token: string }>(server, create);
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/dicom' };
  const answers: number[] = [];
  for (const file of files) {
    const url = `http://127.0.0.1:${server.httpPort}/api/instances`;
    answers.push((await fetch(url, { method: 'POST', headers, body: Buffer.from(file) })).status);
  }
  return answers;
}
