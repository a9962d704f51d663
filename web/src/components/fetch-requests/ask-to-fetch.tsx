/** Asks an administrator to have studies fetched from a node, and says what became of it. */
import { Alert, Button, Stack, TextInput } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { Problem } from '../problem.tsx';

interface AskToFetchProps {
  /** Of the node. */
  readonly name: string;
  /** Study Instance UIDs. */
  readonly studies: readonly string[];
}

const longestReason = 500;

export function AskToFetch({ name, studies }: AskToFetchProps) {
  const { t } = useTranslation('requests');
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const ask = useMutation({
    mutationFn: () => api.fetchRequestAdd({ name, studies: [...studies], reason }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['fetch-requests'] }),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (studies.length > 0) ask.mutate();
      }}
    >
      <Stack gap="sm">
        <TextInput
          label={t('reason')}
          description={t('reasonMeaning', { name })}
          value={reason}
          maxLength={longestReason}
          autoComplete="off"
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Button
          type="submit"
          w="fit-content"
          disabled={studies.length === 0}
          loading={ask.isPending}
          leftSection={<IconSend size={16} aria-hidden />}
        >
          {t('ask', { count: studies.length })}
        </Button>
        {ask.error && <Problem error={ask.error} />}
        {ask.data && (
          <Alert role="status" color="teal" variant="light" title={t('asked')}>
            {t('askedMeaning')}
          </Alert>
        )}
      </Stack>
    </form>
  );
}
