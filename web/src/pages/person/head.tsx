/** Name, age, IDs by clinic; and how it is said who is whom. */
import { ActionIcon, Alert, Group, Text, Title } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Somebody } from '../../../../src/contract/index.ts';
import { useMay } from '../../api/rights.ts';
import { StudyActions } from '../../components/study-actions/study-actions.tsx';
import { today, yearsBetween } from '../../format/age.ts';
import { day } from '../../format/dates.ts';
import { personName } from '../../format/person-name.ts';
import { LooksAfter } from './identity/looks-after.tsx';
import { PatientId } from './identity/patient-id.tsx';
import { Rename } from './identity/rename.tsx';
import { SameAs } from './identity/same-as.tsx';
import { TakeOut } from './identity/take-out.tsx';

interface HeadProps {
  readonly somebody: Somebody;
  /** Their Study Instance UIDs. */
  readonly studies: readonly string[];
  /** There is more than the page shows. */
  readonly isCut: boolean;
  /** What can be done. */
  readonly children?: ReactNode;
}

export function Head({ somebody, studies, isCut, children }: HeadProps) {
  const { t } = useTranslation(['person', 'common', 'people']);
  const mayEdit = useMay()('edit');
  const { personUid, name, birthDate, sex, patients, studyCount } = somebody;
  const age = yearsBetween(birthDate ?? '', today());
  const facts = [
    birthDate && t('people:born', { date: day(birthDate) }),
    age !== undefined && t('age', { count: age }),
    (sex === 'F' || sex === 'M' || sex === 'O') && t(`people:sex${sex}`),
    t('people:studyCount', { count: studyCount }),
  ];
  return (
    <header>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <div>
          <Group gap={4} wrap="nowrap">
            <Title order={1}>{personName(name ?? '') || t('common:unnamed')}</Title>
            {mayEdit && personUid !== null && <Rename uid={personUid} name={name ?? ''} />}
          </Group>
          <Text c="dimmed">
            {facts.filter((fact) => typeof fact === 'string' && fact !== '').join(' · ')}
          </Text>
          <LooksAfter somebody={somebody} />
        </div>
        <Group gap="xs" wrap="nowrap">
          {children}
          <ActionIcon
            variant="default"
            size={36}
            onClick={() => window.print()}
            aria-label={t('print')}
            data-print-hidden
          >
            <IconPrinter size={18} />
          </ActionIcon>
        </Group>
      </Group>
      <Group gap="xs" mt="xs">
        {patients.map((patient) => (
          <PatientId key={patient.patientKey} patient={patient} />
        ))}
        {mayEdit && personUid !== null && patients.length > 1 && <TakeOut somebody={somebody} />}
        {mayEdit && <SameAs somebody={somebody} />}
      </Group>
      {studies.length > 0 && (
        <Group mt="xs" data-print-hidden>
          <StudyActions studies={studies} somebody={somebody} />
        </Group>
      )}
      {isCut && (
        <Alert color="yellow" mt="sm">
          {t('isCut')}
        </Alert>
      )}
    </header>
  );
}
