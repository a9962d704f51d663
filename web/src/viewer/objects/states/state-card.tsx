/** A presentation state alone: what it is, and the way to see its images as it wants them. */
import { Button, Paper, Stack, Text, Title } from '@mantine/core';
import { IconEyeEdit } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { textOf } from '../../../api/rows.ts';
import { seriesFor } from '../../series-query.ts';
import type { ObjectProps } from '../object-props.ts';
import styles from '../objects.module.css';
import { type NamedSeries, readState } from './presentation-state.ts';
import { whence } from './state-menu.tsx';

export function StateCard({ study, instance }: ObjectProps) {
  const { t } = useTranslation('objects');
  const state = readState(instance);
  const { data } = useQuery(seriesFor(study));
  const isHere = ({ series }: NamedSeries) =>
    data?.rows.some((row) => textOf(row, 'SeriesInstanceUID') === series);
  return (
    <div className={styles.scroll}>
      <Paper withBorder p="lg" maw={640} m="md" mx="auto">
        <Stack gap="sm" align="flex-start">
          <Title order={2}>{state.name || t('stateUnnamed')}</Title>
          <Text c="dimmed">{whence(state)}</Text>
          <Text>{t('stateMeaning')}</Text>
          {state.series.filter(isHere).map(({ series, images: [first] }) => (
            <Button
              key={series}
              leftSection={<IconEyeEdit size={18} />}
              renderRoot={(props) => (
                <Link
                  to="/viewer/$study"
                  params={{ study }}
                  search={{
                    ...{ series, state: state.sopInstanceUid },
                    ...{ instance: first?.sopInstanceUid, frame: first?.frames[0] },
                  }}
                  {...props}
                />
              )}
            >
              {t('stateShow')}
            </Button>
          ))}
        </Stack>
      </Paper>
    </div>
  );
}
