/** Save it as it is, take it in once more, or delete it for good. */
import { Alert, Button, Group, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDownload, IconRefresh } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QuarantinedFile } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { askWhatIsLeft, quarantinedBytes } from '../../../api/quarantine.ts';
import { Problem } from '../../../components/problem.tsx';
import { TypedRemoval } from '../../../components/typed-removal.tsx';
import { TakenIn } from './taken-in.tsx';
import { useQuarantineWords } from './use-quarantine-words.ts';

interface FileActionsProps {
  readonly file: QuarantinedFile;
  /** It is not in quarantine any more. */
  readonly onGone: () => void;
}

export function FileActions({ file: { id, kind }, onGone }: FileActionsProps) {
  const { t } = useTranslation(['quarantine', 'common']);
  const { whyWords } = useQuarantineWords();
  const client = useQueryClient();
  const [isDiscarding, setDiscarding] = useState(false);
  const gone = async () => {
    onGone();
    await askWhatIsLeft(client);
  };
  const retry = useMutation({
    mutationFn: () => api.quarantineRetry({ id }),
    async onSuccess(result) {
      if (result.outcome === 'refused') return;
      notifications.show({
        message: <TakenIn outcome={result.outcome} study={result.studyInstanceUid} />,
        closeButtonProps: { 'aria-label': t('common:close') },
      });
      await gone();
    },
  });
  const discard = async () => {
    await api.quarantineDiscard({ ids: [id] });
    await gone();
  };
  return (
    <Stack gap="sm">
      <Group gap="sm">
        <Button
          variant="default"
          component="a"
          href={quarantinedBytes(id)}
          download
          leftSection={<IconDownload size={16} aria-hidden />}
        >
          {t('save')}
        </Button>
        {kind !== 'record' && (
          <Button
            variant="default"
            loading={retry.isPending}
            onClick={() => retry.mutate()}
            leftSection={<IconRefresh size={16} aria-hidden />}
          >
            {t('retry')}
          </Button>
        )}
        <Button variant="subtle" color="red" onClick={() => setDiscarding(true)}>
          {t('discard')}
        </Button>
      </Group>
      {retry.data?.outcome === 'refused' && (
        <Alert role="status" color="yellow" title={t('refusedAgain')}>
          {whyWords(retry.data)}
        </Alert>
      )}
      {retry.error && <Problem error={retry.error} />}
      {isDiscarding && (
        <TypedRemoval
          name={t('discardWord')}
          title={t('discard')}
          meaning={t('discardMeaning')}
          doText={t('discard')}
          onRemove={discard}
          onClose={() => setDiscarding(false)}
        />
      )}
    </Stack>
  );
}
