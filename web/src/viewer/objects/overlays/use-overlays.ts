/** What lies over the images of a study: the series that can, and those of them that somebody wants to see. */
import { useQueries } from '@tanstack/react-query';
import type { FindRow } from '../../../../../src/contract/index.ts';
import { type JsonInstance, seriesMetadata } from '../../../api/dicom-web.ts';
import { textOf } from '../../../api/rows.ts';
import { doseOverlay } from './dose-overlay.ts';
import type { Overlay } from './overlay.ts';
import { segmentationOverlay } from './segmentation-overlay.ts';
import { structureOverlay } from './structure-overlay.ts';

const modalities = ['SEG', 'RTSTRUCT', 'RTDOSE'] as const;
type OverlayModality = (typeof modalities)[number];

export interface OverlaySeries {
  readonly series: string;
  readonly modality: OverlayModality;
  readonly label: string;
}

/** The series of a study that can lie over others. */
export function overlaySeriesIn(rows: readonly FindRow[]): OverlaySeries[] {
  return rows.flatMap((row) => {
    const modality = modalities.find((each) => each === textOf(row, 'Modality'));
    const series = textOf(row, 'SeriesInstanceUID');
    return modality ? [{ series, modality, label: textOf(row, 'SeriesDescription') || modality }] : [];
  });
}

export interface OpenOverlay extends OverlaySeries {
  /** undefined until it is read. */
  readonly overlays: readonly Overlay[] | undefined;
  readonly error: unknown;
}

/** @param wanted those that are to be seen */
export function useOverlays(study: string, wanted: readonly OverlaySeries[]): OpenOverlay[] {
  const results = useQueries({ queries: wanted.map((one) => overlaysOf(study, one)) });
  return wanted.map((one, i) => ({
    ...one,
    overlays: results[i]?.data,
    error: results[i]?.error ?? undefined,
  }));
}

const overlaysOf = (study: string, { series, modality, label }: OverlaySeries) => ({
  queryKey: ['overlays', study, series],
  queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Overlay[]> => {
    const instances = await seriesMetadata(study, series, signal);
    const read = instances.map((instance) => readers[modality]({ study, series, instance, label, signal }));
    return (await Promise.all(read)).filter((overlay) => overlay !== undefined);
  },
  staleTime: Number.POSITIVE_INFINITY,
  structuralSharing: false,
});

interface Reading {
  readonly study: string;
  readonly series: string;
  readonly instance: JsonInstance;
  readonly label: string;
  readonly signal: AbortSignal;
}

const readers: Readonly<
  Record<OverlayModality, (reading: Reading) => Overlay | Promise<Overlay | undefined>>
> = {
  SEG: ({ study, series, instance }) => segmentationOverlay(study, series, instance),
  RTSTRUCT: ({ instance }) => structureOverlay(instance),
  RTDOSE: ({ study, series, instance, label, signal }) => doseOverlay(study, series, instance, label, signal),
};
