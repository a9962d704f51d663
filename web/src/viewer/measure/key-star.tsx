import { IconStarFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMarking, useMarks } from './marking.ts';
import styles from './measure.module.css';
import { type ImageReference, isSameImage } from './measurement.ts';

/** On a picture that is a key image. */
export function KeyStar({ image }: { readonly image: ImageReference }) {
  const { t } = useTranslation('measure');
  const { marks } = useMarks(useMarking().store);
  if (!marks.keyImages.some((each) => isSameImage(each, image))) return null;
  return (
    <div className={styles.star} role="img" aria-label={t('keyImage')}>
      <IconStarFilled size={20} aria-hidden />
    </div>
  );
}
