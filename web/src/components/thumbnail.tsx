/** A real picture of a study or series, on black as images are. Where there is none, its place says so. */
import { Center, Image } from '@mantine/core';
import { IconFileText, IconPhotoOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hasPictures, thumbnailOf } from '../api/pictures.ts';

interface ThumbnailProps {
  readonly study: string;
  readonly series?: string;
  /** Where it is known that these have no picture, none is asked for. */
  readonly modalities?: readonly string[];
  /** CSS pixels of each side. */
  readonly size: number;
  /** Not only when it comes into view: on paper nothing does, and what is seen first is waited for. */
  readonly isEager?: boolean;
}

export function Thumbnail({ study, series, modalities = [], size, isEager = false }: ThumbnailProps) {
  const { t } = useTranslation('common');
  const [isMissing, setMissing] = useState(false);
  const isDocument = !hasPictures(modalities);
  const Missing = isDocument ? IconFileText : IconPhotoOff;
  if (isMissing || isDocument)
    return (
      <Center w={size} h={size} flex="none" bg="black" c="gray.5" bdrs="sm">
        <Missing size={size / 3} stroke={1.5} role="img" aria-label={t('noPicture')} />
      </Center>
    );
  return (
    <Image
      w={size}
      h={size}
      flex="none"
      fit="contain"
      radius="sm"
      bg="black"
      loading={isEager ? 'eager' : 'lazy'}
      alt={t('pictureOf')}
      src={thumbnailOf(study, { size, ...(series === undefined ? {} : { series }) })}
      onError={() => setMissing(true)}
    />
  );
}
