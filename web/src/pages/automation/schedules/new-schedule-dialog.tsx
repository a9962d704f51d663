/** A schedule is made: from which node, which studies, when. What the node would answer is seen before. */
import { Button, Chip, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResultFor } from '../../../../../src/contract/index.ts';
import { askForAutomation } from '../../../api/automation.ts';
import { api } from '../../../api/client.ts';
import { Dialog } from '../../../components/dialog.tsx';
import { Problem } from '../../../components/problem.tsx';
import { useUndo } from '../../../components/undo.tsx';
import { isTreeName } from '../new-tree.ts';
import { newSchedule, nights, scheduleOf, studyDays } from './new-schedule.ts';
import { SchedulePreview } from './schedule-preview.tsx';

interface NewScheduleDialogProps {
  readonly file: ResultFor<'automationShow'>;
  /** At least one. */
  readonly nodes: readonly string[];
  readonly onClose: () => void;
}

const modalities = ['CT', 'MR', 'PT', 'US', 'CR', 'DX', 'MG', 'XA', 'NM'];
const dayWords = {
  yesterday: 'days_yesterday',
  today: 'days_today',
  'last 3 days': 'days_last3',
  'last 7 days': 'days_last7',
} as const;

export function NewScheduleDialog({ file, nodes, onClose }: NewScheduleDialogProps) {
  const { t } = useTranslation(['schedules', 'automation', 'common']);
  const client = useQueryClient();
  const undo = useUndo();
  const [fields, setFields] = useState(() => newSchedule(nodes[0]!));
  const [isTried, setTried] = useState(false);
  const set = (change: Partial<typeof fields>) => setFields((before) => ({ ...before, ...change }));
  const isNamed = isTreeName(fields.name) && fields.name !== 'new';
  const schedule = scheduleOf(fields);
  const save = useMutation({
    mutationFn: () => api.scheduleChange({ name: fields.name, change: schedule, digest: file.digest }),
    async onSuccess(after) {
      undo(t('made', { name: fields.name }), async () => {
        await api.automationSave({ text: file.text, digest: after.digest });
        await askForAutomation(client);
      });
      await askForAutomation(client);
      onClose();
    },
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isNamed) save.mutate();
  };
  return (
    <Dialog onClose={onClose} size="xl" title={t('add')}>
      <form onSubmit={onSubmit} noValidate>
        <Stack>
          <Group grow align="flex-start">
            <TextInput
              data-autofocus
              required
              label={t('automation:name')}
              placeholder="nightly"
              value={fields.name}
              maxLength={64}
              error={isTried && !isNamed && t('automation:wrongName')}
              onChange={(event) => set({ name: event.currentTarget.value })}
            />
            <Select
              label={t('from')}
              data={[...nodes]}
              value={fields.node}
              allowDeselect={false}
              onChange={(node) => node !== null && set({ node })}
            />
          </Group>
          <Select
            label={t('studiesOf')}
            data={studyDays.map((value) => ({ value, label: t(dayWords[value]) }))}
            value={fields.days}
            allowDeselect={false}
            onChange={(days) => days !== null && set({ days: days as typeof fields.days })}
          />
          <div>
            <Text size="sm" fw={500} id="schedule-modalities">
              {t('automation:modalities')}
            </Text>
            <Chip.Group
              multiple
              value={[...fields.modalities]}
              onChange={(chosen) => set({ modalities: chosen })}
            >
              <Group gap="xs" mt={4} role="group" aria-labelledby="schedule-modalities">
                {modalities.map((modality) => (
                  <Chip key={modality} value={modality} size="xs">
                    {modality}
                  </Chip>
                ))}
              </Group>
            </Chip.Group>
          </div>
          <Group grow align="flex-start">
            <TextInput
              label={t('patientId')}
              placeholder="*"
              value={fields.patientId}
              maxLength={64}
              onChange={(event) => set({ patientId: event.currentTarget.value })}
            />
            <TextInput
              label={t('description')}
              placeholder="*"
              value={fields.description}
              maxLength={64}
              onChange={(event) => set({ description: event.currentTarget.value })}
            />
          </Group>
          <Group grow align="flex-start">
            <TextInput
              type="time"
              label={t('time')}
              value={fields.time}
              onChange={(event) => event.currentTarget.value && set({ time: event.currentTarget.value })}
            />
            <Select
              label={t('when')}
              data={nights.map((value) => ({ value, label: t(`when_${value}`) }))}
              value={fields.when}
              allowDeselect={false}
              onChange={(when) => when !== null && set({ when: when as typeof fields.when })}
            />
          </Group>
          <Select
            searchable
            label={t('timeZone')}
            data={zones}
            value={fields.timeZone}
            allowDeselect={false}
            limit={100}
            onChange={(timeZone) => timeZone !== null && set({ timeZone })}
          />
          <SchedulePreview schedule={schedule} />
          {save.error && <Problem error={save.error} />}
          <Group>
            <Button type="submit" loading={save.isPending}>
              {t('make')}
            </Button>
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

const zones = [
  ...new Set([
    Intl.DateTimeFormat().resolvedOptions().timeZone,
    'UTC',
    ...Intl.supportedValuesOf('timeZone'),
  ]),
];
