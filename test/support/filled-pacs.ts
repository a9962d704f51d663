import { writeFileSync } from 'node:fs';
import type { CorpusInstance } from './corpus.ts';
import { type DcmtkServer, startDcmqrscp, storescu } from './dcmtk.ts';
import { TemporaryDirectory } from './temp.ts';

/** A real PACS (dcmqrscp) that has these. @param directory of its database */
export async function startFilledPacs(
  directory: string,
  instances: readonly CorpusInstance[],
): Promise<DcmtkServer> {
  const pacs = await startDcmqrscp({ directory });
  await fillPacs(pacs, instances);
  return pacs;
}

export async function fillPacs(pacs: DcmtkServer, instances: readonly CorpusInstance[]): Promise<void> {
  using files = new TemporaryDirectory('pacs-files');
  const paths = instances.map((instance, index) => {
    const path = files.join(`${index}.dcm`);
    writeFileSync(path, instance.encode());
    return path;
  });
  const { code, stderr } = await storescu(pacs, paths);
  if (code !== 0) throw new Error(`storescu ended with ${code}: ${stderr}`);
}
