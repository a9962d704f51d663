/** A schedule is made or changed: from which node, which studies, when. What the node would answer is seen before. */
import { Group, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { useFields } from '../../../components/use-fields.ts';
import { EntryDialog, type EntryProps } from '../entries/entry-dialog.tsx';
import { ModalityChips } from '../entries/modality-chips.tsx';
import { RecurrenceInputs } from '../entries/recurrence-inputs.tsx';
import { NotifyInputs } from './notify-inputs.tsx';
import { PriorsFields } from './priors-fields.tsx';
import {
  newSchedule,
  notToldElsewhere,
  type ScheduleFields,
  scheduleOf,
  studyDays,
  subjects,
} from './schedule-fields.ts';
import { ScheduleLimits } from './schedule-limits.tsx';
import { SchedulePreview } from './schedule-preview.tsx';

interface ScheduleDialogProps extends EntryProps<ScheduleFields> {
  /** At least one. */
  readonly nodes: readonly string[];
  /** Those of them that can be asked for a worklist. */
  readonly worklists: readonly string[];
}

const dayWords = {
  yesterday: 'days_yesterday',
  today: 'days_today',
  'last 3 days': 'days_last3',
  'last 7 days': 'days_last7',
} as const;

export function ScheduleDialog({ file, changed, nodes, worklists, onClose }: ScheduleDialogProps) {
  const { t } = useTranslation('schedules');
  const [fields, set] = useFields(() => changed?.fields ?? newSchedule(nodes[0]!));
  const isPriors = fields.what === 'priors';
  return (
    <EntryDialog
      {...{ file, changed, onClose }}
      kind="schedules"
      name={fields.name}
      onName={(name) => set({ name })}
      words={{ add: t('add'), make: t('make'), made: t('made', { name: fields.name }) }}
      entry={scheduleOf(fields)}
      save={(change) => api.scheduleChange(change)}
    >
      <Select
        label={t('from')}
        data={[...nodes]}
        value={fields.node}
        allowDeselect={false}
        onChange={(node) => node !== null && set({ node })}
      />
      <SegmentedControl
        aria-label={t('what')}
        data={subjects.map((value) => ({ value, label: t(`what_${value}`) }))}
        value={fields.what}
        onChange={(what) => set({ what: what as typeof fields.what })}
      />
      {isPriors ? (
        <PriorsFields fields={fields} worklists={worklists} onChange={set} />
      ) : (
        <Select
          label={t('studiesOf')}
          data={studyDays.map((value) => ({ value, label: t(dayWords[value]) }))}
          value={fields.days}
          allowDeselect={false}
          onChange={(days) => days !== null && set({ days: days as typeof fields.days })}
        />
      )}
      <ModalityChips chosen={fields.modalities} onChange={(modalities) => set({ modalities })} />
      {!isPriors && (
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
      )}
      <RecurrenceInputs fields={fields.recurrence} onChange={(recurrence) => set({ recurrence })} />
      <NotifyInputs fields={fields.notify} onChange={(notify) => set({ notify })} />
      <ScheduleLimits fields={fields} onChange={set} />
      <SchedulePreview schedule={scheduleOf({ ...fields, notify: notToldElsewhere })} />
    </EntryDialog>
  );
}
