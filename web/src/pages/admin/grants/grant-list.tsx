/** What somebody is allowed, grant by grant; each can be taken back, and that be undone. */
import { ActionIcon, Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Grant, GrantTerms } from '../../../../../src/contract/index.ts';
import { useUndo } from '../../../components/undo.tsx';
import { useFailed } from '../../../components/use-failed.ts';
import { GrantDialog } from './grant-dialog.tsx';
import { termsOfGrant } from './grant-fields.ts';
import { useGrantWords } from './use-grant-words.ts';

interface GrantListProps {
  readonly grants: readonly Grant[];
  readonly onGrant: (terms: GrantTerms) => Promise<unknown>;
  readonly onUngrant: (id: string) => Promise<unknown>;
}

export function GrantList({ grants, onGrant, onUngrant }: GrantListProps) {
  const { t } = useTranslation('grants');
  const [isAdding, setAdding] = useState(false);
  return (
    <Paper component="section" withBorder p="md" aria-label={t('title')}>
      <Group justify="space-between" mb="sm">
        <Title order={2}>{t('title')}</Title>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => setAdding(true)}
        >
          {t('allow')}
        </Button>
      </Group>
      {grants.length === 0 && <Text c="dimmed">{t('none')}</Text>}
      <Stack gap="sm">
        {grants.map((grant) => (
          <OneGrant key={grant.id} grant={grant} onGrant={onGrant} onUngrant={onUngrant} />
        ))}
      </Stack>
      {isAdding && <GrantDialog onGrant={onGrant} onClose={() => setAdding(false)} />}
    </Paper>
  );
}

function OneGrant({ grant, onGrant, onUngrant }: { readonly grant: Grant } & Omit<GrantListProps, 'grants'>) {
  const { t } = useTranslation('grants');
  const offerUndo = useUndo();
  const { rightWords, scopeWords, untilWords } = useGrantWords();
  const words = `${rightWords(grant.rights)} · ${scopeWords(grant.scope)}`;
  const take = useMutation({
    mutationFn: () => onUngrant(grant.id),
    onSuccess: () => offerUndo(t('taken', { what: words }), () => onGrant(termsOfGrant(grant))),
    onError: useFailed(),
  });
  return (
    <Group justify="space-between" wrap="nowrap" align="flex-start">
      <div style={{ minWidth: 0 }}>
        <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
          {words}
        </Text>
        <Group gap={8}>
          {grant.reason !== undefined && (
            <Badge color="yellow" variant="light" tt="none">
              {t('emergency')}
            </Badge>
          )}
          <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {[untilWords(grant.expiresAt), t('by', { name: grant.grantedBy }), grant.reason]
              .filter((text) => text !== undefined && text !== '')
              .join(' · ')}
          </Text>
        </Group>
      </div>
      <ActionIcon
        variant="subtle"
        color="gray"
        loading={take.isPending}
        onClick={() => take.mutate()}
        aria-label={t('take', { what: words })}
      >
        <IconTrash size={16} />
      </ActionIcon>
    </Group>
  );
}
