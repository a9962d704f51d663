/** How much of a volume has come. */
import { Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import styles from './nifti.module.css';

/** @param share from 0 to 1 */
export function Unpacking({ share }: { readonly share: number }) {
  const { t } = useTranslation('nifti');
  return (
    <div className={styles.waiting}>
      <Stack gap="xs" w={240} role="status">
        <Text size="sm" ta="center">
          {t('loading')}
        </Text>
        <Progress value={share * 100} aria-label={t('loading')} />
      </Stack>
    </div>
  );
}
