/** A real picture of a study or series, on black as images are. Where there is none, the place stays as it is. */
import { Image } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { thumbnailOf } from '../api/pictures.ts';

interface ThumbnailProps {
  readonly study: string;
  readonly series?: string;
  /** CSS pixels of each side. */
  readonly size: number;
  /** Not only when it comes into view: on paper nothing does. */
  readonly isEager?: boolean;
}

export function Thumbnail({ study, series, size, isEager = false }: ThumbnailProps) {
  const { t } = useTranslation('common');
  const [isMissing, setMissing] = useState(false);
  return (
    <Image
      w={size}
      h={size}
      fit="contain"
      radius="sm"
      bg="black"
      loading={isEager ? 'eager' : 'lazy'}
      alt={t('pictureOf')}
      src={isMissing ? null : thumbnailOf(study, { size, ...(series === undefined ? {} : { series }) })}
      onError={() => setMissing(true)}
    />
  );
}
