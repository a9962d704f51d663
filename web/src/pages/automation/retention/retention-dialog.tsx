/** A retention is made or changed: what is old enough, and whether the disk has to be full. It is off until it is switched on. */
import { Checkbox, MultiSelect, NumberInput, SimpleGrid, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { nodes as nodesQuery } from '../../../api/nodes.ts';
import { useFields } from '../../../components/use-fields.ts';
import { ChosenImagesInputs } from '../entries/chosen-images-inputs.tsx';
import { EntryDialog, type EntryProps } from '../entries/entry-dialog.tsx';
import { isPossible, newRetention, type RetentionFields, retentionOf } from './retention-fields.ts';

const percent = { min: 1, max: 100, suffix: ' %', allowDecimal: false, clampBehavior: 'strict' } as const;
const mostDays = 36_500;

export function RetentionDialog({ file, changed, onClose }: EntryProps<RetentionFields>) {
  const { t } = useTranslation('retention');
  const { data } = useQuery(nodesQuery);
  const [fields, set] = useFields(changed?.fields ?? newRetention);
  return (
    <EntryDialog
      {...{ file, changed, onClose }}
      kind="retention"
      name={fields.name}
      onName={(name) => set({ name })}
      words={{ add: t('add'), make: t('make'), made: t('made', { name: fields.name }) }}
      entry={retentionOf(fields)}
      save={({ change, ...which }) => api.retentionChange({ ...which, change: { ...change, on: false } })}
    >
      <NumberInput
        label={t('olderThanDays')}
        description={t('olderThanDaysMeaning')}
        value={fields.olderThanDays}
        {...{ min: 0, max: mostDays, allowDecimal: false }}
        onChange={(value) => typeof value === 'number' && set({ olderThanDays: value })}
      />
      <Checkbox
        label={t('onlyUnseen')}
        description={t('onlyUnseenMeaning')}
        checked={fields.isForUnseen}
        onChange={(event) => set({ isForUnseen: event.currentTarget.checked })}
      />
      {fields.isForUnseen && (
        <NumberInput
          label={t('notViewedForDays')}
          value={fields.notViewedForDays}
          {...{ min: 0, max: mostDays, allowDecimal: false }}
          onChange={(value) => typeof value === 'number' && set({ notViewedForDays: value })}
        />
      )}
      <ChosenImagesInputs fields={fields} onChange={set} />
      <Checkbox
        label={t('onlyWhenFull')}
        checked={fields.isForDisk}
        onChange={(event) => set({ isForDisk: event.currentTarget.checked })}
      />
      {fields.isForDisk && (
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <NumberInput
            {...percent}
            label={t('high')}
            value={fields.high}
            onChange={(value) => typeof value === 'number' && set({ high: value })}
          />
          <NumberInput
            {...percent}
            label={t('low')}
            value={fields.low}
            error={!isPossible(fields) && t('lowTooHigh')}
            onChange={(value) => typeof value === 'number' && set({ low: value })}
          />
        </SimpleGrid>
      )}
      {data && data.nodes.length > 0 && (
        <MultiSelect
          label={t('copiesOn')}
          description={t('copiesMeaning')}
          data={data.nodes.map(({ name }) => name)}
          value={[...fields.copies]}
          onChange={(copies) => set({ copies })}
        />
      )}
      <Text size="sm" c="dimmed">
        {t(changed ? 'offAgain' : 'offAtFirst')}
      </Text>
    </EntryDialog>
  );
}
