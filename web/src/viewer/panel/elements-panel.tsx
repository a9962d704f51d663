/** Everything that the image says of itself that is seen in the active pane. */
import { Anchor, Group, Skeleton, Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { metadataOf } from '../../api/metadata.ts';
import { useIsGuest } from '../../api/rights.ts';
import { ElementList } from '../../components/elements/element-list.tsx';
import { Problem } from '../../components/problem.tsx';
import type { StackView } from '../engine/stack-view.ts';
import { referenceOf } from '../measure/reference.ts';
import { useRestingImage } from '../use-resting-image.ts';
import styles from './panel.module.css';

export function ElementsPanel({ view }: { readonly view: StackView | undefined }) {
  const { t } = useTranslation('viewer');
  if (view) return <OfView view={view} />;
  return (
    <Text size="sm" c="dimmed">
      {t('noImageElements')}
    </Text>
  );
}

function OfView({ view }: { readonly view: StackView }) {
  const { t } = useTranslation('viewer');
  const isGuest = useIsGuest();
  const image = useStaying(view);
  const { study, series, sopInstanceUid: instance, frame } = referenceOf(view.images, image);
  // Of images that are only passed nothing is asked; the list stays, with its search, until the next one is there.
  const { data, error, isPlaceholderData, refetch } = useQuery({
    ...metadataOf({ study, series, instance }),
    placeholderData: keepPreviousData,
  });
  return (
    <Stack gap="xs" className={styles.filled ?? ''}>
      <Group justify="space-between" gap="xs">
        <Text size="sm">
          {t('imageOf', { number: image + 1, count: view.images.ids.length })}
          {isOfSeveral(view, image) && ` · ${t('frameOfInstance', { frame })}`}
        </Text>
        {!isGuest && (
          <Anchor
            size="sm"
            renderRoot={(props) => (
              <Link
                to="/studies/$study"
                params={{ study }}
                search={{ tab: 'elements', series, instance }}
                {...props}
              />
            )}
          >
            {t('elementsOfStudy')}
          </Anchor>
        )}
      </Group>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {data && !error && (
        <div className={styles.elements} aria-busy={isPlaceholderData}>
          <ElementList dataset={data} isNarrow />
        </div>
      )}
      {!data && !error && <Skeleton h={320} />}
    </Stack>
  );
}

const isOfSeveral = ({ images }: StackView, image: number): boolean =>
  [image - 1, image + 1].some(
    (other) => referenceOf(images, other).sopInstanceUid === referenceOf(images, image).sopInstanceUid,
  );

/** The image, from 0, that somebody stays at. */
function useStaying(view: StackView): number {
  const [staying, setStaying] = useState({ view, image: imageOf(view) });
  const [onImage] = useState(() => (image: number) => setStaying((before) => ({ ...before, image })));
  useRestingImage(view, onImage);
  if (staying.view === view) return staying.image;
  const now = { view, image: imageOf(view) };
  setStaying(now);
  return now.image;
}

const imageOf = (view: StackView): number => view.get().shown ?? view.get().wanted;
