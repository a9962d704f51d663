/** What somebody is allowed, grant by grant; each can be taken back, and that be undone. */

import { Badge, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Grant, GrantTerms } from '../../../../../src/contract/index.ts';
import { useGrantWords } from '../../../components/account/use-grant-words.ts';
import { RemoveButton } from '../../../components/remove-button.tsx';
import { useUndo } from '../../../components/undo.tsx';
import { useFailed } from '../../../components/use-failed.ts';
import { actorName } from '../../../format/actor-name.ts';
import { GrowingSection } from '../growing-section.tsx';
import { GrantDialog } from './grant-dialog.tsx';
import { termsOfGrant } from './grant-fields.ts';

interface GrantListProps {
  readonly grants: readonly Grant[];
  readonly onGrant: (terms: GrantTerms) => Promise<unknown>;
  readonly onUngrant: (id: string) => Promise<unknown>;
}

export function GrantList({ grants, onGrant, onUngrant }: GrantListProps) {
  const { t } = useTranslation('grants');
  return (
    <GrowingSection
      title={t('title')}
      emptyText={t('none')}
      addText={t('allow')}
      adding={(onClose) => <GrantDialog onGrant={onGrant} onClose={onClose} />}
      lines={grants.map((grant) => (
        <OneGrant key={grant.id} grant={grant} onGrant={onGrant} onUngrant={onUngrant} />
      ))}
    />
  );
}

function OneGrant({ grant, onGrant, onUngrant }: { readonly grant: Grant } & Omit<GrantListProps, 'grants'>) {
  const { t } = useTranslation('grants');
  const offerUndo = useUndo();
  const { grantWords, untilWords } = useGrantWords();
  const words = grantWords(grant);
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
            {[untilWords(grant.expiresAt), t('by', { name: actorName(grant.grantedBy) }), grant.reason]
              .filter((text) => text !== undefined && text !== '')
              .join(' · ')}
          </Text>
        </Group>
      </div>
      <RemoveButton
        label={t('take', { what: words })}
        isBusy={take.isPending}
        onClick={() => take.mutate()}
      />
    </Group>
  );
}
