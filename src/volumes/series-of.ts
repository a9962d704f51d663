import type { Archive, Selector, StoredInstance } from '../archive/index.ts';
import { asIsocenterError, IsocenterError } from '../base/index.ts';
import type { Actor, Scope } from '../contract/index.ts';
import type { BrokenSeries, SeriesFiles } from '../convert/index.ts';

/** A series of the archive, with the images that its files hold. */
export interface StoredSeries extends SeriesFiles {
  readonly images: readonly StoredInstance[];
}

/** The selected series, each once, with the files of their images. */
export async function* seriesOf(
  archive: Archive,
  actor: Actor,
  scope: Scope,
  selection: readonly Selector[],
): AsyncGenerator<StoredSeries | BrokenSeries, void, void> {
  const known = new Set<string>();
  for await (const instances of bySeries(archive.select(actor, scope, selection))) {
    const { seriesInstanceUid } = instances[0]!;
    if (known.has(seriesInstanceUid)) continue;
    known.add(seriesInstanceUid);
    yield await storedSeries(archive, actor, scope, instances);
  }
}

/** Pages come series by series. */
async function* bySeries(
  pages: AsyncIterable<readonly StoredInstance[]>,
): AsyncGenerator<readonly StoredInstance[], void, void> {
  let series: StoredInstance[] = [];
  for await (const page of pages) {
    for (const instance of page) {
      if (series.length > 0 && series[0]!.seriesInstanceUid !== instance.seriesInstanceUid) {
        yield series;
        series = [];
      }
      series.push(instance);
    }
  }
  if (series.length > 0) yield series;
}

/** Images of one series, as files. */
export async function storedSeries(
  archive: Archive,
  actor: Actor,
  scope: Scope,
  instances: readonly StoredInstance[],
): Promise<StoredSeries | BrokenSeries> {
  const { seriesInstanceUid } = instances[0]!;
  try {
    // Deflated ones have no offset either; dcm2niix does not read them.
    const images = instances.filter(({ pixelDataOffset }) => pixelDataOffset !== null);
    const [first] = images;
    if (!first) throw new IsocenterError('convert/nothing', { reason: 'the series has no images' });
    const files = images.map((instance) => ({
      path: archive.filePath(actor, scope, instance),
      bytes: instance.size,
      fingerprint: instance.sha256,
    }));
    const { dataset: header } = await archive.header(actor, scope, first);
    return { seriesInstanceUid, files, header, images };
  } catch (error) {
    return { seriesInstanceUid, instances: instances.length, failure: asIsocenterError(error) };
  }
}
