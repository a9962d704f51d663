/** The pages of a document that is being made, small, each with a way to take it out. */
import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './papers.module.css';

interface PagesProps {
  readonly pages: readonly File[];
  readonly onRemove: (page: File) => void;
}

export function Pages({ pages, onRemove }: PagesProps) {
  const { t } = useTranslation('papers');
  const pictures = useMemo(() => pages.map((page) => URL.createObjectURL(page)), [pages]);
  useEffect(() => {
    return () => {
      for (const picture of pictures) URL.revokeObjectURL(picture);
    };
  }, [pictures]);
  if (pages.length === 0) return null;
  return (
    <ol className={styles.pages} aria-label={t('pages')}>
      {pages.map((page, index) => (
        <li key={pictures[index]}>
          <img src={pictures[index]} alt={t('page', { number: index + 1 })} />
          <ActionIcon
            size="sm"
            radius="xl"
            color="gray"
            variant="filled"
            onClick={() => onRemove(page)}
            aria-label={t('removePage', { number: index + 1 })}
          >
            <IconX size={14} />
          </ActionIcon>
        </li>
      ))}
    </ol>
  );
}
