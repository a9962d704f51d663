import { Group, Paper, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Somebody } from '../../../../src/contract/index.ts';
import { keyOf } from '../../components/people-places.ts';
import { Thumbnail } from '../../components/thumbnail.tsx';
import { day } from '../../format/dates.ts';
import { personName } from '../../format/person-name.ts';
import styles from './people.module.css';
import { SomebodyFacts } from './somebody-facts.tsx';

export function PeopleList({ people }: { readonly people: readonly Somebody[] }) {
  return (
    <Stack gap="xs" component="ul" className={styles.list ?? ''}>
      {people.map((somebody) => (
        <li key={keyOf(somebody)}>
          <PeopleRow somebody={somebody} />
        </li>
      ))}
    </Stack>
  );
}

function PeopleRow({ somebody }: { readonly somebody: Somebody }) {
  const { t } = useTranslation(['people', 'common']);
  const { name, newest, studyCount } = somebody;
  return (
    <Paper
      withBorder
      p="sm"
      className={styles.row ?? ''}
      renderRoot={(props) => <Link {...props} to="/people/$key" params={{ key: keyOf(somebody) }} />}
    >
      <Group wrap="nowrap">
        {newest ? (
          <Thumbnail study={newest.studyInstanceUid} size={56} />
        ) : (
          <div className={styles.noPicture} />
        )}
        <div className={styles.who}>
          <Text fw={600} truncate>
            {personName(name ?? '') || t('common:unnamed')}
          </Text>
          <SomebodyFacts somebody={somebody} />
        </div>
        <div className={styles.studies}>
          <Text size="sm">{t('studyCount', { count: studyCount })}</Text>
          {newest && (
            <Text size="xs" c="dimmed">
              {t('newest', { date: day(newest.studyDate) })}
            </Text>
          )}
        </div>
      </Group>
    </Paper>
  );
}
