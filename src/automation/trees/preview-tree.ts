import type { Archive } from '../../archive/index.ts';
import { asIsocenterError, IsocenterError } from '../../base/index.ts';
import { type Caller, problemOf, type ResultFor } from '../../contract/index.ts';
import { tags } from '../../dicom/index.ts';
import { valueForNames } from '../../naming/index.ts';
import { imageFacts, studyFacts } from '../conditions/facts.ts';
import { AskedNames, type NameExtensions } from './ask-names.ts';
import type { Tree } from './tree.ts';
import { volumePath } from './volumes/volume-path.ts';

type Preview = ResultFor<'treePreview'>;

/** More are not looked at, however few of them belong in the tree. */
const MAXIMUM_LOOKED = 2_000;

/** How files would be called, until an extension cannot say it: one image of each series of the newest studies, as many as belong in the tree. */
export async function previewTree(
  { archive, extensions }: { readonly archive: Archive; readonly extensions: NameExtensions },
  tree: Tree,
  caller: Caller,
  limit: number,
): Promise<Preview> {
  const { actor, scope } = caller;
  const files: Preview['files'][number][] = [];
  let looked = 0;
  const newest = {
    level: 'series',
    keys: [],
    attributes: [tags.StudyInstanceUID, tags.SeriesInstanceUID],
    order: { tags: [tags.StudyDate, tags.StudyTime], descending: true },
    limit: MAXIMUM_LOOKED,
  } as const;
  for await (const page of archive.find(actor, scope, newest).pages) {
    for (const row of page) {
      if (files.length >= limit) return { problems: [], files, looked };
      const [studyInstanceUid, seriesInstanceUid] = row.map(String) as [string, string];
      const series = { studyInstanceUids: [studyInstanceUid], seriesInstanceUids: [seriesInstanceUid] };
      const instance = await firstOf(archive.select(actor, scope, [series]));
      if (!instance) continue;
      looked++;
      const { dataset } = await archive.header(actor, scope, instance);
      const facts = await studyFacts(archive, caller, studyInstanceUid, tree.asks);
      const known = imageFacts(facts, dataset);
      if (!tree.accepts(known)) continue;
      const answer = await new AskedNames(extensions, tree.names).answersFor(known).catch(asIsocenterError);
      // It cannot be asked about the next one either: each would take its time.
      if (answer instanceof IsocenterError)
        return { problems: [{ place: '', reason: problemOf(answer) }], files, looked };
      const path = tree.names.render((one) => valueForNames(dataset, one), answer);
      const names = namesOf(tree, path, instance.pixelDataOffset !== null);
      files.push(...names.map((name) => ({ path: name, studyInstanceUid, seriesInstanceUid })));
    }
  }
  return { problems: [], files, looked };
}

/** What of a series is called how: its first image, its volume. */
function namesOf(tree: Tree, path: readonly string[], hasPixels: boolean): string[] {
  const { contents, options } = tree;
  const end = options.compress ? '.nii.gz' : '.nii';
  return [
    ...(contents === 'nifti' ? [] : [path.join('/')]),
    ...(contents === 'dicom' || !hasPixels ? [] : [volumePath(tree, path).join('/') + end]),
  ];
}

async function firstOf<Item>(pages: AsyncIterable<readonly Item[]>): Promise<Item | undefined> {
  for await (const [first] of pages) if (first) return first;
  return undefined;
}
