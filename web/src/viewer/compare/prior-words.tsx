import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ModalityBadges } from '../../components/modality-badges.tsx';
import { day } from '../../format/dates.ts';
import type { Prior } from './priors.ts';

/** When it was, what it is. */
export function PriorWords({ prior: { study, isAlike } }: { readonly prior: Prior }) {
  const { t } = useTranslation(['workspace', 'common']);
  return (
    <>
      <Group justify="space-between" wrap="nowrap" gap={4}>
        <Text size="sm">{day(study.studyDate ?? '') || t('common:undated')}</Text>
        <ModalityBadges modalities={study.modalities} />
      </Group>
      <Text size="xs" c="dimmed" lineClamp={2}>
        {[study.description, isAlike ? t('alike') : ''].filter(Boolean).join(' · ')}
      </Text>
    </>
  );
}
