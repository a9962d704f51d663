/** What somebody sees when they log in: everything that they and their groups are allowed, taken together. */
import { Button, List, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { Problem } from '../../../components/problem.tsx';
import { Section } from '../../../components/section.tsx';
import { bytes, whole } from '../../../format/numbers.ts';

export function Reach({ name }: { readonly name: string }) {
  const { t } = useTranslation(['accounts', 'grants']);
  const [isAsked, setAsked] = useState(false);
  const { data, error, isFetching } = useQuery({
    queryKey: ['users', name, 'reach'],
    queryFn: ({ signal }) => api.userReach({ name }, { signal }),
    enabled: isAsked,
  });
  return (
    <Section title={t('reach')}>
      {!data && (
        <Button variant="default" size="compact-sm" loading={isFetching} onClick={() => setAsked(true)}>
          {t('reachAsk')}
        </Button>
      )}
      {error && <Problem error={error} />}
      {data && (
        <div role="status">
          <Text fw={600}>
            {t('reachFinds', {
              patients: whole(data.finds.patients),
              studies: whole(data.finds.studies),
              images: whole(data.finds.instances),
              size: bytes(data.finds.bytes),
            })}
          </Text>
          <List size="sm" mt={8} listStyleType="none" m={0}>
            {data.may.map(({ right, on }) => (
              <List.Item key={right}>
                {t(`grants:rightLong_${right}`)}: {on === 'all studies' ? t('grants:onEverything') : on}
              </List.Item>
            ))}
          </List>
        </div>
      )}
    </Section>
  );
}
