import type { Archive, StoredInstance } from '../../archive/index.ts';
import { asIsocenterError, type IsocenterError, inParallel } from '../../base/index.ts';
import type { Caller } from '../../contract/index.ts';
import { valueForNames } from '../../naming/index.ts';
import { imageFacts, studyFacts } from '../conditions/facts.ts';
import { AskedNames, type NameExtensions } from './ask-names.ts';
import type { Tree } from './tree.ts';

/** An image of a study that belongs in a tree, and where; or why nobody knows. */
export type Wanted =
  | { readonly instance: StoredInstance; readonly path: readonly string[]; readonly failure?: undefined }
  | { readonly instance: StoredInstance; readonly failure: IsocenterError };

/** Headers read at once. */
const CONCURRENCY = 8;

/** What of a study belongs in a tree, in the order of series and instance numbers: numbered names do not depend on luck. */
export async function wantedFiles(
  { archive, extensions }: { readonly archive: Archive; readonly extensions: NameExtensions },
  tree: Tree,
  caller: Caller,
  studyInstanceUid: string,
): Promise<Wanted[]> {
  const { actor, scope } = caller;
  const wanted: Wanted[] = [];
  const study = await studyFacts(archive, caller, studyInstanceUid, tree.asks);
  const names = new AskedNames(extensions, tree.names);
  const look = async (instance: StoredInstance, index: number): Promise<void> => {
    try {
      const { dataset } = await archive.header(actor, scope, instance);
      const facts = imageFacts(study, dataset);
      if (!tree.accepts(facts)) return;
      const answer = await names.answersFor(facts);
      wanted[index] = { instance, path: tree.names.render((path) => valueForNames(dataset, path), answer) };
    } catch (error) {
      wanted[index] = { instance, failure: asIsocenterError(error) };
    }
  };
  let index = 0;
  for await (const page of archive.select(actor, scope, [{ studyInstanceUids: [studyInstanceUid] }])) {
    const first = index;
    index += page.length;
    const work = inParallel(page.entries(), CONCURRENCY, ([at, instance]) => look(instance, first + at));
    for await (const _ of work);
  }
  return wanted.filter((one) => one !== undefined);
}
