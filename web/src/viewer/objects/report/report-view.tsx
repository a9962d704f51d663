/** A report or a selection of key objects to be read: whose it is and whether somebody stands for it, then all it says. */
import { Badge, Group, Stack, Text, Title } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { personName } from '../../../format/person-name.ts';
import type { ObjectProps } from '../object-props.ts';
import styles from '../objects.module.css';
import { blocksOf } from './blocks.ts';
import { Evidence } from './image-links.tsx';
import { type Observer, type Report, readReport } from './report.ts';
import { ReportBlock } from './report-block.tsx';
import { dateTime } from './values.ts';

export function ReportView({ instance }: ObjectProps) {
  const report = useMemo(() => readReport(instance), [instance]);
  const blocks = useMemo(() => blocksOf(report.root), [report]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys
    <article className={styles.scroll} tabIndex={0}>
      <Evidence value={report.evidence}>
        <div className={styles.sheet}>
          <Head report={report} />
          {blocks.map((block, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: what a report says does not move
            <ReportBlock key={i} block={block} />
          ))}
        </div>
      </Evidence>
    </article>
  );
}

function Head({ report }: { readonly report: Report }) {
  const { t } = useTranslation('objects');
  const { title, isComplete, isVerified, verifiers, authors } = report;
  return (
    <Stack gap={8} mb="lg">
      <Title order={2}>{title || t('report')}</Title>
      {isVerified !== undefined && (
        <Group gap={8}>
          <Badge color={isVerified ? 'teal' : 'gray'} variant="light" tt="none" radius="sm">
            {t(isVerified ? 'verified' : 'notVerified')}
          </Badge>
          {!isComplete && (
            <Badge color="yellow" variant="light" tt="none" radius="sm">
              {t('partial')}
            </Badge>
          )}
        </Group>
      )}
      <People label={t('verifiedBy')} people={verifiers} />
      <People label={t('writtenBy')} people={authors} />
    </Stack>
  );
}

function People({ label, people }: { readonly label: string; readonly people: readonly Observer[] }) {
  const names = people.map(({ name, organization, at }) =>
    [personName(name), organization, dateTime(at)].filter(Boolean).join(', '),
  );
  if (names.length === 0) return null;
  return (
    <Text size="sm" c="dimmed">
      {label} {names.join('; ')}
    </Text>
  );
}
