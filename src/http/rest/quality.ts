import type { Archive } from '../../archive/index.ts';
import { type CallContext, findRequest, type ResultFor } from '../../contract/index.ts';
import type { SeriesQuality } from '../../render/index.ts';
import { findRows } from './find.ts';

/** Series of a study that are looked through for repeats. */
const MAXIMUM_SERIES = 1_000;

/** The figures of a series, and scans of the same kind in its study: somebody may have moved in the first. */
export async function qualityOf(
  { archive, quality }: { readonly archive: Archive; readonly quality: SeriesQuality },
  uid: string,
  context: CallContext,
): Promise<ResultFor<'seriesQuality'>> {
  const { slices, volumes, snr, tsnr, ...figures } = await quality.figures(context, uid);
  const repeats = await repeatsOf(archive, uid, context);
  return {
    ...figures,
    ...{ slices: slices ?? null, volumes: volumes ?? null, snr: snr ?? null, tsnr: tsnr ?? null },
    repeats,
  };
}

async function repeatsOf(
  archive: Archive,
  uid: string,
  context: CallContext,
): Promise<ResultFor<'seriesQuality'>['repeats']> {
  const find = async (match: Readonly<Record<string, string>>) => {
    const request = findRequest.parse({ level: 'series', match, limit: MAXIMUM_SERIES });
    return (await findRows(archive, request, context)).rows;
  };
  const [series] = await find({ SeriesInstanceUID: uid });
  if (!series?.SeriesDescription) return [];
  const all = await find({ StudyInstanceUID: String(series.StudyInstanceUID) });
  return all
    .filter(
      (other) =>
        other.SeriesInstanceUID !== uid &&
        other.Modality === series.Modality &&
        other.SeriesDescription === series.SeriesDescription,
    )
    .map(({ SeriesInstanceUID, SeriesNumber }) => ({
      seriesInstanceUid: String(SeriesInstanceUID),
      seriesNumber: String(SeriesNumber ?? ''),
    }));
}
