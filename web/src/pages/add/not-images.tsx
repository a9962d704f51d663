/** What was no image is not thrown away: letters, reports and recordings can be kept with whom they are about. */
import { Button, Checkbox, Group, Paper, Select, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FindRow, Somebody } from '../../../../src/contract/index.ts';
import type { ArrivedPerson } from '../../api/arrived.ts';
import { useMay } from '../../api/rights.ts';
import { textOf } from '../../api/rows.ts';
import { attachmentOf } from '../../components/people-places.ts';
import { PersonPicker } from '../../components/person-picker.tsx';
import { Problem } from '../../components/problem.tsx';
import { day } from '../../format/dates.ts';
import { bytes } from '../../format/numbers.ts';
import type { FileResult } from '../../upload/outcomes.ts';

interface NotImagesProps {
  readonly results: readonly FileResult[];
  readonly people: readonly ArrivedPerson[];
}

/** Letters, pictures and recordings; the rest on discs is the software of the clinic's viewer. */
const likely = /\.(pdf|docx?|odt|rtf|txt|csv|jpe?g|png|tiff?|heic|edf|bdf|mp4|nii|gz)$/i;
/** Discs have viewers with thousands of files; nobody chooses among those. */
const mostOffered = 200;

export function NotImages({ results, people }: NotImagesProps) {
  const { t } = useTranslation('add');
  const may = useMay();
  const client = useQueryClient();
  const [kept, setKept] = useState<ReadonlySet<string>>(new Set());
  const files = results.flatMap(({ outcome, path, file }) =>
    outcome === 'not-dicom' && file && likely.test(path) && !kept.has(path) ? [{ path, file }] : [],
  );
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [picked, setPicked] = useState<Somebody>();
  const [pickedStudy, setPickedStudy] = useState<string | null>();
  const studies = people.flatMap((one) => one.studies);
  // Where there is one alone, it is most likely that.
  const person = picked ?? (people.length === 1 ? people[0]!.somebody : undefined);
  const only = studies.length === 1 ? textOf(studies[0]!, 'StudyInstanceUID') : null;
  const study = pickedStudy === undefined ? only : pickedStudy;
  const chosen = files.filter(({ path }) => !left.has(path)).slice(0, mostOffered);
  const keep = useMutation({
    mutationFn: async () => {
      const { keepFile } = await import('../../upload/keep.ts');
      const attachTo = study === null ? attachmentOf(person!) : ({ target: 'study', uid: study } as const);
      for (const { path, file } of chosen) {
        await keepFile({ blob: file, name: file.name, attachTo });
        setKept((before) => new Set([...before, path]));
      }
    },
    onSuccess: () => client.invalidateQueries(),
  });
  if (!may('store') || (files.length === 0 && kept.size === 0)) return null;
  return (
    <Paper withBorder p="md" component="section" aria-label={t('notImages')}>
      <Stack gap="sm">
        <Title order={2}>{t('notImages')}</Title>
        {kept.size > 0 && (
          <Text role="status" c="dimmed">
            {t('kept', { count: kept.size })}
          </Text>
        )}
        {files.length > 0 && (
          <>
            <Text size="sm" c="dimmed">
              {t('notImagesMeaning')}
            </Text>
            {files.slice(0, mostOffered).map(({ path, file }) => (
              <Checkbox
                key={path}
                checked={!left.has(path)}
                onChange={() => setLeft(toggled(left, path))}
                label={path}
                description={bytes(file.size)}
                styles={{ label: { overflowWrap: 'anywhere' } }}
              />
            ))}
            <Group align="flex-end">
              <PersonPicker
                label={t('whose')}
                likely={people.map(({ somebody }) => somebody)}
                value={person}
                onChange={(wanted) => {
                  setPicked(wanted);
                  setPickedStudy(null);
                }}
              />
              {studies.length > 0 && (
                <Select
                  label={t('withStudy')}
                  placeholder={t('noStudy')}
                  clearable
                  clearButtonProps={{ 'aria-label': t('noStudy') }}
                  data={studies.map(optionOf)}
                  value={study}
                  onChange={setPickedStudy}
                />
              )}
              <Button
                onClick={() => keep.mutate()}
                loading={keep.isPending}
                disabled={chosen.length === 0 || (study === null && !person)}
              >
                {t('keep', { count: chosen.length })}
              </Button>
            </Group>
          </>
        )}
        {keep.isError && <Problem error={keep.error} />}
      </Stack>
    </Paper>
  );
}

const optionOf = (row: FindRow) => ({
  value: textOf(row, 'StudyInstanceUID'),
  label:
    [day(textOf(row, 'StudyDate')), textOf(row, 'StudyDescription')]
      .filter((text) => text !== '')
      .join(' · ') || '–',
});

function toggled(set: ReadonlySet<string>, item: string): Set<string> {
  const others = new Set([...set].filter((each) => each !== item));
  return set.has(item) ? others : others.add(item);
}
