/** What the server looks at when it is asked how it is; what is wrong comes first, with what to do. */
import { Button, List, Skeleton, Text, ThemeIcon } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Check } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { Problem } from '../../../components/problem.tsx';
import { Section } from '../../../components/section.tsx';
import { checkWords } from '../../../format/check-words.ts';

const looks = {
  problem: { color: 'red', icon: IconX },
  warning: { color: 'yellow', icon: IconAlertTriangle },
  ok: { color: 'teal', icon: IconCheck },
} as const;
const order = Object.keys(looks);

export function Checks() {
  const { t } = useTranslation(['status', 'common']);
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ['doctor'],
    queryFn: ({ signal }) => api.doctor({}, { signal }),
  });
  const checks = data?.checks.toSorted((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
  return (
    <Section
      title={t('checks')}
      beside={
        <Button size="compact-sm" variant="default" loading={isFetching} onClick={() => void refetch()}>
          {t('common:refresh')}
        </Button>
      }
    >
      {error && <Problem error={error} />}
      {checks ? (
        <List listStyleType="none" spacing="sm" m={0}>
          {checks.map((check) => (
            <OneCheck key={check.check} check={check} />
          ))}
        </List>
      ) : (
        !error && <Skeleton h={320} />
      )}
    </Section>
  );
}

function OneCheck({ check }: { readonly check: Check }) {
  const { t } = useTranslation('status');
  const { color, icon: Icon } = looks[check.status];
  const { name, message, hint } = checkWords(check);
  return (
    <List.Item
      icon={
        <ThemeIcon
          variant="light"
          color={color}
          size={24}
          radius="xl"
          role="img"
          aria-label={t(`check_${check.status}`)}
        >
          <Icon size={14} aria-hidden />
        </ThemeIcon>
      }
    >
      <Text size="sm">
        <b>{name}</b> {message}
      </Text>
      {hint !== '' && (
        <Text size="sm" c="dimmed">
          {hint}
        </Text>
      )}
    </List.Item>
  );
}
