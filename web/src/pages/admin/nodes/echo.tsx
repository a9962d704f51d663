/** Whether a node answers (C-ECHO, PS3.4 Annex A), how soon, and what is wrong when it does not. */
import { Button, Group, Popover, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { IsocenterError } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { whole } from '../../../format/numbers.ts';
import { reasonOf } from '../../../format/reason.ts';

export function Echo({ name }: { readonly name: string }) {
  const { t } = useTranslation('nodes');
  const echo = useMutation({ mutationFn: () => api.nodeEcho({ name }), onError: () => {} });
  return (
    <Group gap={4} wrap="nowrap">
      <Button
        size="compact-xs"
        variant="default"
        loading={echo.isPending}
        onClick={() => echo.mutate()}
        aria-label={t('testNode', { name })}
      >
        {t('test')}
      </Button>
      <span aria-live="polite">
        {echo.data && (
          <Group gap={4} wrap="nowrap">
            <IconCheck size={14} color="var(--mantine-primary-color-filled)" aria-hidden />
            <Text size="xs">
              {t('answered', { ms: whole(Math.max(1, Math.round(echo.data.milliseconds))) })}
            </Text>
          </Group>
        )}
        {echo.error && <Unanswered error={echo.error} />}
      </span>
    </Group>
  );
}

const explained = [
  'net/unreachable',
  'net/forbidden',
  'dimse/rejected',
  'dimse/timeout',
  'dimse/protocol',
  'dimse/aborted',
  'dicomweb/denied',
  'dicomweb/no-service',
] as const;

function Unanswered({ error }: { readonly error: unknown }) {
  const { t } = useTranslation('nodes');
  const code = error instanceof IsocenterError ? error.code : undefined;
  const known = explained.find((each) => each === code);
  return (
    <Popover width={320} withArrow>
      <Popover.Target>
        <Button
          size="compact-xs"
          variant="light"
          color="red"
          leftSection={<IconAlertTriangle size={14} aria-hidden />}
        >
          {t('silent')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Text size="sm" fw={600} style={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}>
          {reasonOf(error)}
        </Text>
        {known && (
          <Text size="sm" mt={4} style={{ whiteSpace: 'normal' }}>
            {t(`why_${known}`)}
          </Text>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
