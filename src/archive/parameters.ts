import { IsocenterError } from '../base/index.ts';
import { extractParameters } from '../catalog/index.ts';
import { everything, type ItemFor, problemOf, type RebuildSummary, type Trouble } from '../contract/index.ts';
import { tags } from '../dicom/index.ts';
import { LOCAL_STORE } from '../store/index.ts';
import { localLocation } from './local-location.ts';
import type { ArchiveParts } from './parts.ts';
import { readHeader } from './stored-file.ts';

type Item = ItemFor<'rebuild'>;

const allSeries = {
  level: 'series',
  keys: [],
  attributes: [tags.StudyInstanceUID, tags.SeriesInstanceUID],
} as const;

/** Fills in the typed series parameters again, each from the first instance of its series that has bytes. */
export async function* refillParameters(
  { catalog, store }: ArchiveParts,
  signal: AbortSignal,
): AsyncGenerator<Item, RebuildSummary, void> {
  const started = performance.now();
  const troubles: Trouble[] = [];
  let done = 0;
  for await (const page of catalog.find(everything, allSeries)) {
    for (const [studyInstanceUid, seriesInstanceUid] of page as readonly (readonly string[])[]) {
      signal.throwIfAborted();
      try {
        await refillSeries(studyInstanceUid!, seriesInstanceUid!);
      } catch (error) {
        troubles.push({ what: seriesInstanceUid!, reason: problemOf(error) });
      }
      done++;
    }
    yield { kind: 'progress', done };
  }
  const { studies } = await catalog.statistics();
  const seconds = (performance.now() - started) / 1000;
  return {
    ...{ instances: 0, studies, series: done - troubles.length, files: 0, records: 0 },
    ...{ lost: await catalog.countLosses(), failed: troubles.length, troubles, seconds },
  };

  async function refillSeries(studyInstanceUid: string, seriesInstanceUid: string): Promise<void> {
    const selector = { studyInstanceUids: [studyInstanceUid], seriesInstanceUids: [seriesInstanceUid] };
    for await (const page of catalog.instances(everything, selector)) {
      const first = page.find(({ location }) => location?.store === LOCAL_STORE);
      if (!first) continue;
      const { dataset } = await readHeader(store, localLocation(first).key);
      const modality = dataset.string(tags.Modality);
      const parameters = extractParameters(dataset, modality, catalog.parameters);
      await catalog.setParameters({ studyInstanceUid, seriesInstanceUid }, parameters);
      return;
    }
    throw new IsocenterError('archive/bytes-lost');
  }
}
