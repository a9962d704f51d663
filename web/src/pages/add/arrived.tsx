/** Whose the images are that came, with the studies that they are in. */
import { Alert, Anchor, Group, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type ArrivedPerson, shownStudies } from '../../api/arrived.ts';
import { personPlace } from '../../components/people-places.ts';
import { StudyCards } from '../../components/study-cards.tsx';
import { personName } from '../../format/person-name.ts';

interface ArrivedProps {
  readonly people: readonly ArrivedPerson[];
  /** How many there are, shown or not. */
  readonly studies: number;
}

export function Arrived({ people, studies }: ArrivedProps) {
  const { t } = useTranslation(['add', 'common']);
  if (studies === 0 || people.length === 0) return null;
  return (
    <Stack component="section" gap="lg" aria-label={t('arrived')}>
      {people.map(({ somebody, studies: theirs }) => (
        <section key={personPlace(somebody)}>
          <Group justify="space-between" mb="xs">
            <Title order={2}>{personName(somebody.name ?? '') || t('common:unnamed')}</Title>
            <Anchor component={Link} to={personPlace(somebody)}>
              {t('toPerson', { count: theirs.length })}
            </Anchor>
          </Group>
          <StudyCards studies={theirs} />
        </section>
      ))}
      {studies > shownStudies && (
        <Alert>
          <Text size="sm">{t('moreStudies', { count: studies - shownStudies })}</Text>
        </Alert>
      )}
    </Stack>
  );
}
