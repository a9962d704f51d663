/** Whose images these are, why they were shared, and until when. */
import { Badge, Group, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FindRow, ResultFor } from '../../../../src/contract/index.ts';
import { textOf } from '../../api/rows.ts';
import { day, moment } from '../../format/dates.ts';
import { personName } from '../../format/person-name.ts';

interface HeadProps {
  readonly share: NonNullable<ResultFor<'me'>['share']>;
  readonly studies: readonly FindRow[];
}

export function Head({ share: { title, expiresAt, hidesIdentity }, studies }: HeadProps) {
  const { t } = useTranslation(['shared', 'common']);
  const name = hidesIdentity ? undefined : onlyOne(studies, 'PatientName');
  const born = day(onlyOne(studies, 'PatientBirthDate') ?? '');
  const whose = name === undefined ? undefined : personName(name) || t('common:unnamed');
  return (
    <div>
      <Group gap="sm">
        <Title order={1} style={{ overflowWrap: 'anywhere' }}>
          {whose ?? (title || t('title'))}
        </Title>
        {hidesIdentity && (
          <Badge variant="light" tt="none">
            {t('nameHidden')}
          </Badge>
        )}
      </Group>
      {whose !== undefined && born !== '' && <Text>{t('born', { date: born })}</Text>}
      {whose !== undefined && title !== '' && (
        <Text fz="lg" mt={4} style={{ overflowWrap: 'anywhere' }}>
          {title}
        </Text>
      )}
      {expiresAt !== null && (
        <Text size="sm" c="dimmed" mt={4}>
          {t('until', { until: moment(expiresAt) })}
        </Text>
      )}
    </div>
  );
}

/** What all studies say; undefined where they differ. */
function onlyOne(studies: readonly FindRow[], keyword: string): string | undefined {
  const [first, ...others] = new Set(studies.map((row) => textOf(row, keyword)));
  return others.length === 0 ? first : undefined;
}
