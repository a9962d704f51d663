/** One collection: what is said of it, and who was let in. */
import { Skeleton, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { collection as collectionQuery } from '../../../api/access.ts';
import { api } from '../../../api/client.ts';
import { Problem } from '../../../components/problem.tsx';
import { bytes, whole } from '../../../format/numbers.ts';
import { NamedHead } from '../named-head.tsx';
import { CollectionMembers } from './members.tsx';
import { CollectionTerms } from './terms.tsx';

export function CollectionPage() {
  const { t } = useTranslation('collections');
  const { name = '' } = useParams({ strict: false });
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(collectionQuery(name));
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton h={320} />;
  return (
    <Stack gap="lg">
      <NamedHead
        list="/admin/collections"
        listText={t('all')}
        name={name}
        about={t('holds', { studies: whole(data.studies), size: bytes(data.bytes) })}
        removal={
          data.isDefined
            ? {
                title: t('removeTitle', { name }),
                meaning: t('removeMeaning'),
                remove: () => api.collectionRemove({ name }),
                onRemoved: () => client.invalidateQueries({ queryKey: ['collections'] }),
              }
            : undefined
        }
      />
      {data.isDefined ? (
        <>
          <CollectionTerms key={name} collection={data} />
          <CollectionMembers collection={data} />
        </>
      ) : (
        <Text>{t('onlyNamed')}</Text>
      )}
    </Stack>
  );
}
