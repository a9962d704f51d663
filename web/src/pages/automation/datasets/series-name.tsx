import { Autocomplete, Badge, Group, Paper, SimpleGrid, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { NamedInDataset } from '../../../../../src/contract/index.ts';
import { reasonOf } from '../../../format/reason.ts';
import { isDoubtful, previewName } from './preview-name.ts';

interface SeriesNameProps {
  readonly row: NamedInDataset;
  /** What stands in the field. */
  readonly written: string;
  readonly onWrite: (text: string) => void;
}

/** What is offered while somebody writes; whatever else BIDS has may be written. */
const usual = [
  ...['anat-T1w', 'anat-T2w', 'anat-FLAIR', 'anat-PDw', 'anat-T2starw', 'anat-angio'],
  ...['func-bold_task-rest', 'func-sbref_task-rest', 'dwi-dwi', 'dwi-sbref'],
  ...['fmap-epi_dir-AP', 'fmap-epi_dir-PA', 'fmap-magnitude', 'fmap-phasediff', 'fmap-fieldmap'],
  ...['perf-asl', 'perf-m0scan', 'pet-pet', 'skip'],
];

/** Series of one protocol: what they are, who says so, and where their files are or would be. */
export function SeriesName({ row, written, onWrite }: SeriesNameProps) {
  const { t } = useTranslation('datasets');
  const { protocol, description, series, source, confidence, guess, problem } = row;
  const said = [...new Set([protocol, description])].filter((text) => text !== '');
  const [what = t('nameless')] = said;
  const preview = previewName(row, written);
  return (
    <Paper withBorder p="sm">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Stack gap={4}>
          {[what, ...said.slice(1)].map((text, at) => (
            <Text key={text} size="sm" fw={at === 0 ? 500 : 400} style={{ overflowWrap: 'anywhere' }}>
              <bdi>{text}</bdi>
            </Text>
          ))}
          <Group gap="xs">
            <Badge variant="light" color={isDoubtful(row) ? 'yellow' : 'gray'} miw="max-content">
              {t(`source_${source}`, { sure: Math.round(confidence * 100) })}
            </Badge>
            <Text size="sm" c="dimmed">
              {t('series', { count: series })}
            </Text>
          </Group>
        </Stack>
        <Stack gap={4}>
          <Autocomplete
            aria-label={t('nameOf', { what })}
            placeholder={guess === null ? t('noGuess') : t('asGuessed', { guess })}
            data={usual}
            // Part of the dialog for who does not see it.
            comboboxProps={{ withinPortal: false }}
            value={written}
            maxLength={256}
            spellCheck={false}
            autoCapitalize="off"
            error={preview === undefined && t('notAName')}
            onChange={onWrite}
          />
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {problem !== undefined && written === (row.is ?? '')
              ? t('problem_taken', { problem: reasonOf(problem) })
              : preview === 'aside'
                ? t('aside')
                : preview?.path}
          </Text>
        </Stack>
      </SimpleGrid>
    </Paper>
  );
}
