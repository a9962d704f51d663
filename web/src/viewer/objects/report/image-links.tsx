/** Images that a report speaks of: links that open them, where it says in which series they are. */
import { Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { createContext, useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { thumbnailOfInstance } from '../../../api/pictures.ts';
import type { ImageReference } from './content-item.ts';
import type { Place } from './evidence.ts';
import styles from './report.module.css';

const Places = createContext<ReadonlyMap<string, Place>>(new Map());
export const Evidence = Places.Provider;

/** CSS pixels. */
const PICTURE = 120;
/** A gallery of more says how many there are besides. */
const MAX_PICTURES = 200;

interface ImagesProps {
  readonly images: readonly ImageReference[];
}

/** In a line of text. */
export function ImageLinks({ images }: ImagesProps) {
  const { t } = useTranslation('objects');
  return images.map((image, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: one image may stand here twice
    <ImageLink key={i} image={image}>
      {t('imageLink', { number: i + 1 })}
    </ImageLink>
  ));
}

/** With a small picture of each. */
export function Gallery({ images }: ImagesProps) {
  const { t } = useTranslation('objects');
  const rest = images.length - MAX_PICTURES;
  return (
    <div className={styles.gallery}>
      {images.slice(0, MAX_PICTURES).map((image, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: one image may stand here twice
        <ImageLink key={i} image={image}>
          <Picture image={image} label={t('imageLink', { number: i + 1 })} />
        </ImageLink>
      ))}
      {rest > 0 && <Text size="sm">{t('moreImages', { count: rest })}</Text>}
    </div>
  );
}

function Picture({ image, label }: { readonly image: ImageReference; readonly label: string }) {
  const place = useContext(Places).get(image.sopInstanceUid);
  if (!place) return label;
  const [frame] = image.frames;
  const src = thumbnailOfInstance({ ...place, instance: image.sopInstanceUid }, { frame, size: PICTURE });
  return (
    <img className={styles.picture} src={src} width={PICTURE} height={PICTURE} loading="lazy" alt={label} />
  );
}

interface ImageLinkProps {
  readonly image: ImageReference;
  readonly children: React.ReactNode;
}

function ImageLink({ image: { sopInstanceUid, frames }, children }: ImageLinkProps) {
  const place = useContext(Places).get(sopInstanceUid);
  if (!place) return <span title={sopInstanceUid}>{children}</span>;
  const [frame] = frames;
  return (
    <Anchor
      className={styles.link ?? ''}
      renderRoot={(props) => (
        <Link
          to="/viewer/$study"
          params={{ study: place.study }}
          search={{ series: place.series, instance: sopInstanceUid, frame }}
          {...props}
        />
      )}
    >
      {children}
    </Anchor>
  );
}
