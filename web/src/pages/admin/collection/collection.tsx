/** One collection: what is said of it, and who was let in. */
import { Anchor, Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { collection as collectionQuery } from '../../../api/access.ts';
import { api } from '../../../api/client.ts';
import { Problem } from '../../../components/problem.tsx';
import { bytes, whole } from '../../../format/numbers.ts';
import { TypedRemoval } from '../typed-removal.tsx';
import { CollectionMembers } from './members.tsx';
import { CollectionTerms } from './terms.tsx';

export function CollectionPage() {
  const { t } = useTranslation(['collections', 'common']);
  const { name = '' } = useParams({ strict: false });
  const [isRemoving, setRemoving] = useState(false);
  const client = useQueryClient();
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(collectionQuery(name));
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton h={320} />;
  return (
    <Stack gap="lg">
      <Stack gap={4}>
        <Anchor component={Link} to="/admin/collections" size="sm" w="fit-content">
          {t('all')}
        </Anchor>
        <Group justify="space-between">
          <Title order={1} style={{ overflowWrap: 'anywhere' }}>
            {name}
          </Title>
          {data.isDefined && (
            <Button variant="default" onClick={() => setRemoving(true)}>
              {t('common:remove')}
            </Button>
          )}
        </Group>
        <Text size="sm" c="dimmed">
          {t('holds', { studies: whole(data.studies), size: bytes(data.bytes) })}
        </Text>
      </Stack>
      {data.isDefined ? (
        <>
          <CollectionTerms key={name} collection={data} />
          <CollectionMembers collection={data} />
        </>
      ) : (
        <Text>{t('onlyNamed')}</Text>
      )}
      {isRemoving && (
        <TypedRemoval
          name={name}
          title={t('removeTitle', { name })}
          meaning={t('removeMeaning')}
          onRemove={async () => {
            await api.collectionRemove({ name });
            await navigate({ to: '/admin/collections' });
            await client.invalidateQueries({ queryKey: ['collections'] });
          }}
          onClose={() => setRemoving(false)}
        />
      )}
    </Stack>
  );
}
