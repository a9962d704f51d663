/** Whether what was marked is kept with the study, and the way to keep it. */
import { Button, Group, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import type { KeptMarksState } from './use-kept-marks.ts';

export function KeepBar({ isChanged, mayKeep, isKeeping, keep }: KeptMarksState) {
  const { t } = useTranslation('measure');
  useHotkeys([['mod+S', () => isChanged && mayKeep && keep()]]);
  if (!mayKeep)
    return (
      <Text size="xs" c="dimmed">
        {t('mayNotKeep')}
      </Text>
    );
  return (
    <Group justify="space-between" wrap="nowrap">
      <Text size="xs" c="dimmed" role="status">
        {t(isChanged ? 'notKept' : 'kept')}
      </Text>
      <Button size="compact-sm" disabled={!isChanged} loading={isKeeping} onClick={keep}>
        {t('keep')}
      </Button>
    </Group>
  );
}
