/** The image that is seen first, as the archive draws it, until it is drawn here: what draws needs longer to get ready. */
import { useEffect, useState, useSyncExternalStore } from 'react';
import { textIn } from '../api/dicom-web.ts';
import { thumbnailOfInstance } from '../api/pictures.ts';
import type { SeriesImages } from './engine/series-images.ts';
import type { StackView } from './engine/stack-view.ts';
import { standingOf } from './engine/standing.ts';
import { tags } from './engine/tags.ts';
import styles from './viewport.module.css';

/** A slice of CT or MR as it is; larger ones are made smaller. CSS pixels. */
const SIZE = 512;

interface FirstPictureProps {
  readonly images: SeriesImages;
  /** From 0. */
  readonly index: number;
  readonly view: StackView | undefined;
  /** It is seen, or will not be. Stays the same function. */
  readonly onPictured: () => void;
}

export function FirstPicture({ images, index, view, onPictured }: FirstPictureProps) {
  const isDrawn = useSyncExternalStore(
    view?.subscribe ?? never,
    () => view !== undefined && view.get().shown !== undefined,
  );
  const [isSeen, setSeen] = useState(false);
  const src = pictureOf(images, index);
  useEffect(() => {
    if (src === undefined) onPictured();
  }, [src, onPictured]);
  if (isDrawn || src === undefined) return null;
  const show = () => {
    setSeen(true);
    // Painted with the next picture of the screen, and not before.
    requestAnimationFrame(() => requestAnimationFrame(onPictured));
  };
  return (
    <img
      className={styles.firstPicture}
      data-first-picture={isSeen ? 'seen' : 'coming'}
      {...{ src, onLoad: show, onError: onPictured }}
      style={{ objectPosition: standingOf(images.instances[index] ?? {}).edge }}
      alt=""
      aria-hidden
    />
  );
}

const never = () => () => undefined;

/** None of what is turned when it is drawn here. */
function pictureOf({ study, series, ids, instances }: SeriesImages, index: number): string | undefined {
  const instance = instances[index];
  const frame = Number(ids[index]?.split('/').at(-1));
  if (!instance || !frame) return undefined;
  const { rotation, isFlipped } = standingOf(instance);
  if (rotation !== 0 || isFlipped) return undefined;
  const place = { study, series, instance: textIn(instance, tags.SOPInstanceUID) };
  return thumbnailOfInstance(place, { frame, size: SIZE });
}
