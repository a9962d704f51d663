/** Whose images are expected; and when some came that say that they are of somebody else, whether that is the same person. */
import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Somebody } from '../../../../src/contract/index.ts';
import type { ArrivedPerson } from '../../api/arrived.ts';
import { history } from '../../api/people.ts';
import { useMay } from '../../api/rights.ts';
import { keyOf, personPlace } from '../../components/people-places.ts';
import { Problem } from '../../components/problem.tsx';
import { likelyName, useMergePeople } from '../../components/use-merge-people.ts';
import { day } from '../../format/dates.ts';
import { personName } from '../../format/person-name.ts';

interface ExpectedProps {
  /** Names them: see `keyOf`. */
  readonly who: string;
  readonly arrived: readonly ArrivedPerson[];
}

export function Expected({ who, arrived }: ExpectedProps) {
  const { t } = useTranslation(['add', 'common']);
  const { data } = useQuery(history(who));
  if (!data) return null;
  const { somebody } = data;
  const others = arrived.filter((came) => !isSame(came.somebody, somebody));
  const name = personName(somebody.name ?? '') || t('common:unnamed');
  return (
    <Stack component="section" gap="xs" aria-label={t('expected', { name })}>
      <Group justify="space-between">
        <Text>
          {t('expected', { name })}{' '}
          <Anchor inherit component={Link} to={personPlace(somebody)}>
            {t('toTimeline')}
          </Anchor>
        </Text>
        <Anchor size="sm" component={Link} to="/add">
          {t('expectNobody')}
        </Anchor>
      </Group>
      {others.map((came) => (
        <Other key={keyOf(came.somebody)} somebody={somebody} came={came} name={name} />
      ))}
    </Stack>
  );
}

/** Patients are compared: a person who was merged has another key by then. */
const isSame = (one: Somebody, other: Somebody): boolean =>
  one.patients.some(({ patientKey }) => other.patients.some((patient) => patient.patientKey === patientKey));

interface OtherProps {
  readonly somebody: Somebody;
  readonly came: ArrivedPerson;
  /** What the one who is expected is called. */
  readonly name: string;
}

function Other({ somebody, came, name }: OtherProps) {
  const { t } = useTranslation(['add', 'common', 'people']);
  const mayEdit = useMay()('edit');
  const merge = useMergePeople();
  const people = [somebody, came.somebody];
  const ids = came.somebody.patients.flatMap(({ patientId }) => patientId ?? []).join(', ');
  const facts = [
    personName(came.somebody.name ?? '') || t('common:unnamed'),
    ids,
    day(came.somebody.birthDate ?? ''),
  ];
  const who = facts.filter((fact) => fact !== '').join(' · ');
  return (
    <Alert color="yellow" title={t('otherCame', { count: came.studies.length, who })}>
      <Text size="sm">{t('otherCameMeaning', { name })}</Text>
      {mayEdit && (
        <Button
          mt="xs"
          size="xs"
          variant="default"
          loading={merge.isPending}
          onClick={() => merge.mutate({ people, name: likelyName(people) })}
        >
          {t('people:merge')}
        </Button>
      )}
      {merge.isError && <Problem error={merge.error} />}
    </Alert>
  );
}
