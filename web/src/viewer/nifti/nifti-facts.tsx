/** What is said in the corners: which file, how large it is, where the pointer is and what is there. */
import { useTranslation } from 'react-i18next';
import { valueAt } from '../../../../src/nifti/index.ts';
import { decimal, significant } from '../../format/numbers.ts';
import { Corner } from '../corner-overlay.tsx';
import type { Vector } from '../engine/orientation.ts';
import type { Window } from '../engine/presets.ts';
import type { VolumeFactsProps } from '../volume/volume-facts.tsx';
import { type VolumePlan, volumePlanOf } from '../volume/volume-plan.ts';
import { NiftiDoubts } from './nifti-doubts.tsx';
import { niftiOf } from './nifti-images.ts';
import type { NiftiSeries } from './nifti-series.ts';
import { placeWords } from './place-words.ts';

interface NiftiFactsProps {
  readonly series: NiftiSeries;
  readonly window?: Window | undefined;
  /** Of several volumes, from 0. */
  readonly volume: number;
  /** Under the pointer. */
  readonly voxel?: Vector | undefined;
  /** Of the slices, from 0, where they are seen one by one. */
  readonly slice?: number | undefined;
  /** Where they are not. */
  readonly plan?: VolumePlan | undefined;
}

export function NiftiFacts({ series, window, volume, voxel, slice, plan }: NiftiFactsProps) {
  const { t } = useTranslation('nifti');
  const { source, file, grid, phases } = series;
  const { size, dataType } = file.header;
  return (
    <>
      <Corner place="topLeft" lines={[source.name]} />
      <Corner
        place="topRight"
        lines={[
          t('size', { size: [...size, ...(phases.length > 1 ? [phases.length] : [])].join(' × ') }),
          t('spacing', { spacing: grid.voxelSize.map((length) => decimal(length, 2)).join(' × ') }),
          dataType.name,
        ]}
      />
      <Corner
        place="bottomLeft"
        lines={[
          ...usePointed(series, volume, voxel),
          slice === undefined ? '' : t('sliceOf', { number: slice + 1, count: grid.slices }),
          phases.length > 1 ? t('volumeOf', { number: volume + 1, count: phases.length }) : '',
        ]}
      />
      <Corner place="bottomRight" lines={[useRange(window)]} />
      <NiftiDoubts {...{ series, plan }} />
    </>
  );
}

/** The same, of planes and renderings. */
export function NiftiVolumeFacts({ images, window, phase, pointed }: VolumeFactsProps) {
  const series = niftiOf(images.series);
  if (!series) return null;
  const voxel = pointed && series.grid.nearestVoxel(pointed.point);
  return <NiftiFacts {...{ series, window, voxel }} volume={phase} plan={volumePlanOf(images)} />;
}

function usePointed({ file, grid }: NiftiSeries, volume: number, voxel: Vector | undefined): string[] {
  const { t } = useTranslation('nifti');
  if (!voxel) return [];
  const value = valueAt(file, voxel, volume);
  return [
    value === undefined ? '' : t('value', { value: Number.isNaN(value) ? 'NaN' : significant(value, 6) }),
    t('voxel', { voxel: voxel.join(', ') }),
    grid.isOriented ? t('place', { place: placeWords(grid.placeOf(voxel)) }) : '',
  ];
}

/** What is black, and what is white (PS3.3 C.11.2.1.2.1). */
function useRange(window: Window | undefined): string {
  const { t } = useTranslation('nifti');
  if (!window) return '';
  const least = window.center - window.width / 2;
  return t('range', {
    least: significant(least, 4),
    most: significant(least + window.width - 1, 4),
  });
}
