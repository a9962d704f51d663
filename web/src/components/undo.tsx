/** Something was done, and can be taken back for a while. */
import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { useFailed } from './use-failed.ts';

const undoMs = 15_000;

export function useUndo(): (message: string, undo: () => Promise<unknown>) => void {
  const { t } = useTranslation('common');
  const tellFailure = useFailed();
  return (message, undo) => {
    const shown = notifications.show({
      autoClose: undoMs,
      closeButtonProps: { 'aria-label': t('close') },
      message: (
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm">{message}</Text>
          <Button size="compact-sm" variant="light" onClick={takeBack} style={{ flexShrink: 0 }}>
            {t('undo')}
          </Button>
        </Group>
      ),
    });

    function takeBack(): void {
      notifications.hide(shown);
      undo().catch(tellFailure);
    }
  };
}
