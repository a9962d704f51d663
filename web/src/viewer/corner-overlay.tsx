/** What radiology writes into the corners of a picture: whose it is, of which study, which image, how it is shown. */
import { useTranslation } from 'react-i18next';
import { type JsonInstance, textIn } from '../api/dicom-web.ts';
import { useIsIdentityHidden } from '../api/rights.ts';
import { day, hour } from '../format/dates.ts';
import { decimal, significant } from '../format/numbers.ts';
import { personName } from '../format/person-name.ts';
import { thicknessOf } from './engine/frame.ts';
import type { SeriesImages } from './engine/series-images.ts';
import type { StackState } from './engine/stack-state.ts';
import { tags } from './engine/tags.ts';
import styles from './viewport.module.css';
import { filmName } from './workspace/films.ts';

interface CornerOverlayProps {
  readonly images: SeriesImages;
  readonly state: StackState;
}

export function CornerOverlay({ images, state }: CornerOverlayProps) {
  return (
    <>
      <Corner place="topLeft" lines={usePatient(instanceOf(images, state))} />
      <Corner place="topRight" lines={useStudy(instanceOf(images, state))} />
      <Corner place="bottomLeft" lines={useSeries(images, state)} />
      <Corner place="bottomRight" lines={useDisplay(state)} />
    </>
  );
}

type Place = 'topLeft' | 'topRight' | 'bottomLeft' | 'bottomRight';

export function Corner({ place, lines }: { readonly place: Place; readonly lines: readonly string[] }) {
  return (
    <div className={`${styles.corner} ${styles[place]}`} data-corner={place}>
      {lines
        .filter((line) => line !== '')
        .map((line) => (
          <div key={line}>{line}</div>
        ))}
    </div>
  );
}

const instanceOf = (images: SeriesImages, { shown, wanted }: StackState) =>
  images.instances[shown ?? wanted] ?? {};

export function usePatient(instance: JsonInstance): string[] {
  const { t } = useTranslation(['viewer', 'common']);
  const isHidden = useIsIdentityHidden();
  const birth = day(textIn(instance, tags.PatientBirthDate));
  return [
    personName(textIn(instance, tags.PatientName)) || t(isHidden ? 'nameHidden' : 'common:unnamed'),
    textIn(instance, tags.PatientID),
    [birth && t('born', { date: birth }), textIn(instance, tags.PatientSex)].filter(Boolean).join(' · '),
  ];
}

export function useStudy(instance: JsonInstance): string[] {
  const { t } = useTranslation('common');
  const date = day(textIn(instance, tags.StudyDate)) || t('undated');
  return [
    textIn(instance, tags.InstitutionName),
    textIn(instance, tags.StudyDescription),
    `${date} ${hour(textIn(instance, tags.StudyTime))}`.trim(),
  ];
}

function useSeries(images: SeriesImages, state: StackState): string[] {
  const { t } = useTranslation('viewer');
  const instance = instanceOf(images, state);
  const index = state.shown ?? state.wanted;
  const thickness = thicknessOf(images, index);
  const number = textIn(instance, tags.SeriesNumber);
  return [
    [number, textIn(instance, tags.SeriesDescription)].filter(Boolean).join(' · '),
    filmName(instance),
    t('imageOf', { number: index + 1, count: images.ids.length }),
    thickness === undefined ? '' : t('thickness', { value: decimal(thickness, 3) }),
  ];
}

function useDisplay({ table, window, pixelsPerSample }: StackState): string[] {
  const { t } = useTranslation('viewer');
  const figure = (value: number) => significant(value, 4);
  return [
    table === undefined ? '' : t('tableOf', { name: table }).trim(),
    window ? t('windowOf', { width: figure(window.width), center: figure(window.center) }) : '',
    pixelsPerSample === undefined ? '' : t('zoomOf', { percent: Math.round(pixelsPerSample * 100) }),
  ];
}
