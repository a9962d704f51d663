/** What is marked in the image or plane that is seen, drawn over it; and what is drawn just now. */
import { useTranslation } from 'react-i18next';
import { applied } from '../engine/affine.ts';
import type { Ground } from './ground.ts';
import { Marked } from './marked.tsx';
import { useMarking, useMarks } from './marking.ts';
import styles from './measure.module.css';
import { TextEditor } from './text-editor.tsx';
import { useDrawing } from './use-drawing.ts';
import { useGrip } from './use-grip.ts';

interface MarkLayerProps {
  /** Where the pointer draws. */
  readonly element: HTMLElement;
  /** Stays the same as long as what is seen is of the same images, or in the same plane. */
  readonly ground: Ground;
}

export function MarkLayer({ element, ground }: MarkLayerProps) {
  const { t } = useTranslation('measure');
  const { store } = useMarking();
  const { marks, selected } = useMarks(store);
  const { drawn, written, write } = useDrawing(element, ground);
  const { gripped, startGrip } = useGrip(element, ground);
  if (!ground.seen()) return null;
  const here = marks.measurements.flatMap((measurement) => {
    const place = ground.placeOf(measurement);
    return place ? [{ measurement, place }] : [];
  });
  const writtenIn = written && ground.placeOf(written);
  return (
    <>
      <svg
        className={styles.layer}
        aria-label={t('marks')}
        role="img"
        data-drawing={drawn !== undefined || undefined}
      >
        {here.map(({ measurement, place }) => (
          <Marked
            key={measurement.uid}
            measurement={gripped?.uid === measurement.uid ? gripped : measurement}
            place={place}
            isSelected={measurement.uid === selected}
            onGrip={(grip, event) => startGrip(measurement, grip, event)}
          />
        ))}
        {drawn && <Marked measurement={drawn} place={drawn.place} isSelected />}
      </svg>
      {writtenIn && <TextEditor at={applied(writtenIn, written.points.at(-1) ?? [0, 0])} onDone={write} />}
    </>
  );
}
