import { Anchor, Badge, Button, Group, Paper, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedShare } from '../../../../src/contract/index.ts';
import { api } from '../../api/client.ts';
import { useUndo } from '../../components/undo.tsx';
import { useFailed } from '../../components/use-failed.ts';
import { actorName } from '../../format/actor-name.ts';
import { isOpen } from './is-open.ts';
import { LooksDialog } from './looks-dialog.tsx';
import { useShareWords } from './use-share-words.ts';

export function ShareCard({ share }: { readonly share: ListedShare }) {
  const { t } = useTranslation('shares');
  const words = useShareWords();
  const isLive = isOpen(share, new Date());
  const facts = [words.what(share), words.end(share), t('by', { name: actorName(share.createdBy) })];
  return (
    <Paper withBorder p="md" component="article" aria-label={share.title || t('untitled')}>
      <Group justify="space-between" align="flex-start">
        <div style={{ minWidth: 0, flex: '1 1 240px' }}>
          <Group gap={8}>
            <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
              {share.title || t('untitled')}
            </Text>
            {!isLive && (
              <Badge variant="default" tt="none">
                {t('over')}
              </Badge>
            )}
            {words.limits(share).map((limit) => (
              <Badge key={limit} variant="light" tt="none">
                {limit}
              </Badge>
            ))}
          </Group>
          <Text size="sm">{facts.filter((fact) => fact !== '').join(' · ')}</Text>
          <Looks share={share} />
        </div>
        {isLive && <Revoke id={share.id} />}
        {share.revokedAt !== null && <Restore id={share.id} />}
      </Group>
    </Paper>
  );
}

/** How often it was opened; behind it, every look. */
function Looks({ share }: { readonly share: ListedShare }) {
  const words = useShareWords();
  const [isOpen, setOpen] = useState(false);
  if (share.opened.lastAt === null)
    return (
      <Text size="sm" c="dimmed">
        {words.looks(share)}
      </Text>
    );
  return (
    <>
      <Anchor component="button" type="button" size="sm" onClick={() => setOpen(true)}>
        {words.looks(share)}
      </Anchor>
      {isOpen && <LooksDialog share={share} onClose={() => setOpen(false)} />}
    </>
  );
}

/** At once, also where it is open; and back again while one looks. */
function Revoke({ id }: { readonly id: string }) {
  const { t } = useTranslation('shares');
  const offerUndo = useUndo();
  const again = useAgain();
  const onError = useFailed();
  const revoke = useMutation({
    mutationFn: () => api.shareRevoke({ id }),
    onSuccess: async () => {
      offerUndo(t('isRevoked'), async () => {
        await api.shareRestore({ id });
        await again();
      });
      await again();
    },
    onError,
  });
  return (
    <Button
      size="compact-sm"
      variant="light"
      color="red"
      loading={revoke.isPending}
      onClick={() => revoke.mutate()}
    >
      {t('revoke')}
    </Button>
  );
}

function Restore({ id }: { readonly id: string }) {
  const { t } = useTranslation('shares');
  const again = useAgain();
  const onError = useFailed();
  const restore = useMutation({ mutationFn: () => api.shareRestore({ id }), onSuccess: again, onError });
  return (
    <Button size="compact-sm" variant="default" loading={restore.isPending} onClick={() => restore.mutate()}>
      {t('restore')}
    </Button>
  );
}

function useAgain(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ['shares'] });
}
