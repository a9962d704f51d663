/** Whose volume it is, and how it is shown, in the corners. */
import { useTranslation } from 'react-i18next';
import { textIn } from '../../api/dicom-web.ts';
import { significant } from '../../format/numbers.ts';
import { Corner, usePatient, useStudy } from '../corner-overlay.tsx';
import type { Window } from '../engine/presets.ts';
import type { SeriesImages } from '../engine/series-images.ts';
import { tags } from '../engine/tags.ts';
import type { PointedSample } from './mpr-view.ts';
import { VolumeDoubts } from './volume-doubts.tsx';

export interface VolumeFactsProps {
  readonly images: SeriesImages;
  /** Where samples are drawn by it. */
  readonly window?: Window | undefined;
  /** Of several volumes, from 0. */
  readonly phase: number;
  /** Under the pointer. */
  readonly pointed?: PointedSample | undefined;
}

export function VolumeFacts({ images, window, pointed }: VolumeFactsProps) {
  const { t } = useTranslation(['viewer', 'volume']);
  const instance = images.instances[0] ?? {};
  const figure = (value: number) => significant(value, 4);
  const series = [textIn(instance, tags.SeriesNumber), textIn(instance, tags.SeriesDescription)];
  return (
    <>
      <Corner place="topLeft" lines={usePatient(instance)} />
      <Corner place="topRight" lines={useStudy(instance)} />
      <Corner
        place="bottomLeft"
        lines={[
          pointed ? t('volume:valueOf', { value: figure(pointed.value) }) : '',
          series.filter(Boolean).join(' · '),
        ]}
      />
      {window && (
        <Corner
          place="bottomRight"
          lines={[t('windowOf', { width: figure(window.width), center: figure(window.center) })]}
        />
      )}
      <VolumeDoubts images={images} />
    </>
  );
}
