import { Autocomplete, Button, Group, NumberInput, SimpleGrid, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShownCollection } from '../../../../../src/contract/index.ts';
import { users } from '../../../api/access.ts';
import { api } from '../../../api/client.ts';
import { Problem } from '../../../components/problem.tsx';
import { Section } from '../../../components/section.tsx';

const gigabyte = 1_000_000_000;

/** Title, owner, and how much it may hold. */
export function CollectionTerms({ collection }: { readonly collection: ShownCollection }) {
  const { t } = useTranslation(['collections', 'common']);
  const { name, quotaBytes } = collection;
  const client = useQueryClient();
  const { data } = useQuery(users);
  const [title, setTitle] = useState(collection.title);
  const [owner, setOwner] = useState(collection.owner ?? '');
  const [quota, setQuota] = useState<number | string>(quotaBytes === null ? '' : quotaBytes / gigabyte);
  const save = useMutation({
    mutationFn: () =>
      api.collectionUpdate({
        ...{ name, title },
        owner: owner === '' ? null : owner,
        quotaBytes: quota === '' ? null : Math.round(Number(quota) * gigabyte),
      }),
    onSuccess: async () => {
      notifications.show({ message: t('saved') });
      await client.invalidateQueries({ queryKey: ['collections'] });
    },
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Section title={t('terms')}>
      <form onSubmit={onSubmit}>
        <SimpleGrid cols={{ base: 1, sm: 3 }}>
          <TextInput
            label={t('collectionTitle')}
            value={title}
            maxLength={200}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <Autocomplete
            label={t('owner')}
            description={t('ownerMeaning')}
            data={data?.users.map((user) => user.name) ?? []}
            limit={20}
            value={owner}
            onChange={setOwner}
          />
          <NumberInput
            label={t('quota')}
            description={t('quotaMeaning')}
            min={0}
            suffix=" GB"
            value={quota}
            onChange={setQuota}
          />
        </SimpleGrid>
        {save.isError && <Problem error={save.error} />}
        <Group justify="flex-end" mt="md">
          <Button type="submit" variant="default" loading={save.isPending}>
            {t('common:save')}
          </Button>
        </Group>
      </form>
    </Section>
  );
}
