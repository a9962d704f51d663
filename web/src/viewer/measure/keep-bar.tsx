/** Whether what was marked is kept with the study, and the way to keep it. */
import { Button, Group, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeptMarksState } from './use-kept-marks.ts';

interface KeepBarProps extends KeptMarksState {
  /** What else can be done with all of it. */
  readonly children: ReactNode;
}

export function KeepBar({ isChanged, mayKeep, isKeeping, keep, children }: KeepBarProps) {
  const { t } = useTranslation('measure');
  useHotkeys([['mod+S', () => isChanged && mayKeep && keep()]]);
  return (
    <Group justify="space-between" wrap="nowrap" gap={4}>
      <Text size="xs" c="dimmed" flex={1} {...(mayKeep && { role: 'status' })}>
        {t(mayKeep ? (isChanged ? 'notKept' : 'kept') : 'mayNotKeep')}
      </Text>
      {children}
      {mayKeep && (
        <Button size="compact-sm" disabled={!isChanged} loading={isKeeping} onClick={keep}>
          {t('keep')}
        </Button>
      )}
    </Group>
  );
}
