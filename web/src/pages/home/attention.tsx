/** What waits for a person: told to who can do something about it. */
import { Stack, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { AttentionList } from '../../components/attention/attention-list.tsx';
import { countOf, useAttention } from '../../components/attention/use-attention.ts';

export function Attention() {
  const { t } = useTranslation('home');
  const attention = useAttention();
  if (countOf(attention) === 0) return null;
  return (
    <Stack component="section" gap="sm" aria-label={t('attention')}>
      <Title order={2}>{t('attention')}</Title>
      <AttentionList {...attention} />
    </Stack>
  );
}
