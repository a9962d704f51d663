/** Whether what was marked is kept with the study, and the way to keep it. */
import { Button, Group, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeptMarksState } from './use-kept-marks.ts';

interface KeepBarProps {
  /** Undefined where nothing keeps them. */
  readonly kept: KeptMarksState | undefined;
  /** What else can be done with all of it. */
  readonly children: ReactNode;
}

export function KeepBar({ kept, children }: KeepBarProps) {
  const { t } = useTranslation('measure');
  const mayKeep = kept?.mayKeep === true;
  const canKeep = mayKeep && kept.isChanged;
  useHotkeys([['mod+S', () => canKeep && kept.keep()]]);
  const words = mayKeep ? (canKeep ? 'notKept' : 'kept') : kept ? 'mayNotKeep' : 'fileNotKept';
  return (
    <Group justify="space-between" wrap="nowrap" gap={4}>
      <Text size="xs" c="dimmed" flex={1} {...(mayKeep && { role: 'status' })}>
        {t(words)}
      </Text>
      {children}
      {mayKeep && (
        <Button size="compact-sm" disabled={!canKeep} loading={kept.isKeeping} onClick={kept.keep}>
          {t('keep')}
        </Button>
      )}
    </Group>
  );
}
