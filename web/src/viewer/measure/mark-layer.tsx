/** What is marked in the image that is seen, drawn over it; and what is drawn just now. */
import { useTranslation } from 'react-i18next';
import { applied } from '../engine/affine.ts';
import type { StackState } from '../engine/stack-state.ts';
import type { StackView } from '../engine/stack-view.ts';
import { KeyStar } from './key-star.tsx';
import { Marked } from './marked.tsx';
import { useMarking, useMarks } from './marking.ts';
import styles from './measure.module.css';
import { isSameImage } from './measurement.ts';
import { referenceOf } from './reference.ts';
import { TextEditor } from './text-editor.tsx';
import { useDrawing } from './use-drawing.ts';
import { useGrip } from './use-grip.ts';

interface MarkLayerProps {
  /** Where the pointer draws. */
  readonly element: HTMLElement;
  readonly view: StackView;
  readonly state: StackState;
}

export function MarkLayer({ element, view, state: { shown, pixelToCanvas: place } }: MarkLayerProps) {
  const { t } = useTranslation('measure');
  const { store } = useMarking();
  const { marks, selected } = useMarks(store);
  const { drawn, written, write } = useDrawing(element, view);
  const { gripped, startGrip } = useGrip(element, view);
  if (shown === undefined || !place) return null;
  const image = referenceOf(view.images, shown);
  const here = marks.measurements.filter((measurement) => isSameImage(measurement.image, image));
  return (
    <>
      <svg
        className={styles.layer}
        aria-label={t('marks')}
        role="img"
        data-drawing={drawn !== undefined || undefined}
      >
        {here.map((measurement) => (
          <Marked
            key={measurement.uid}
            measurement={gripped?.uid === measurement.uid ? gripped : measurement}
            place={place}
            isSelected={measurement.uid === selected}
            onGrip={(grip, event) => startGrip(measurement, grip, event)}
          />
        ))}
        {drawn && <Marked measurement={drawn} place={place} isSelected />}
      </svg>
      <KeyStar image={image} />
      {written && <TextEditor at={applied(place, written.points.at(-1) ?? [0, 0])} onDone={write} />}
    </>
  );
}
