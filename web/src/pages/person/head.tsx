/** Name, age, IDs by clinic; of a person, the patients that somebody said are them, and how to take one out. */
import { ActionIcon, Alert, Badge, Button, Group, Menu, Text, Title } from '@mantine/core';
import { IconPrinter, IconUnlink } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Somebody } from '../../../../src/contract/index.ts';
import { api } from '../../api/client.ts';
import { useMay } from '../../api/rights.ts';
import { Problem } from '../../components/problem.tsx';
import { StudyActions } from '../../components/study-actions/study-actions.tsx';
import { useUndo } from '../../components/undo.tsx';
import { today, yearsBetween } from '../../format/age.ts';
import { day } from '../../format/dates.ts';
import { personName } from '../../format/person-name.ts';

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
  const { name, birthDate, sex, patients, studyCount } = somebody;
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
          <Title order={1}>{personName(name ?? '') || t('common:unnamed')}</Title>
          <Text c="dimmed">
            {facts.filter((fact) => typeof fact === 'string' && fact !== '').join(' · ')}
          </Text>
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
        {patients.map(({ patientKey, patientId }) => (
          <Badge key={patientKey} variant="default" tt="none" title={patientKey.replaceAll('\\', ' ')}>
            {patientId ?? t('noId')}
          </Badge>
        ))}
        {somebody.personUid !== null && patients.length > 1 && <TakeOut somebody={somebody} />}
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

/** Of a person, one patient who is somebody else after all. */
function TakeOut({ somebody: { personUid, name, patients } }: { readonly somebody: Somebody }) {
  const { t } = useTranslation('person');
  const may = useMay();
  const offerUndo = useUndo();
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: ['people'] });
  const split = useMutation({
    mutationFn: (patientKey: string) => api.personSplit({ uid: personUid ?? '', patientKeys: [patientKey] }),
    onSuccess: async () => {
      const patientKeys = patients.map(({ patientKey }) => patientKey);
      offerUndo(t('takenOut'), async () => {
        await api.personMerge({ name: name ?? '', patientKeys });
        await again();
      });
      await again();
    },
  });
  if (!may('edit')) return null;
  return (
    <>
      <Menu>
        <Menu.Target>
          <Button size="compact-xs" variant="subtle" leftSection={<IconUnlink size={14} />} data-print-hidden>
            {t('takeOut')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {patients.map(({ patientKey, patientId }) => (
            <Menu.Item key={patientKey} onClick={() => split.mutate(patientKey)}>
              {patientId ?? t('noId')}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {split.isError && <Problem error={split.error} />}
    </>
  );
}
