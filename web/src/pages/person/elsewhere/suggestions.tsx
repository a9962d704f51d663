/** Images came that may be what somebody had written down: is this it? */
import { Alert, Anchor, Button, Group, Text } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ElsewhereStudy, HistoryStudy } from '../../../../../src/contract/index.ts';
import { useMay } from '../../../api/rights.ts';
import { studyPlace } from '../../../components/study-places.ts';
import { day, roughDay } from '../../../format/dates.ts';
import { candidatesFor } from './matching.ts';
import { useElsewhere } from './use-elsewhere.ts';
import { useElsewhereName } from './use-elsewhere-name.ts';

interface SuggestionsProps {
  readonly elsewhere: readonly ElsewhereStudy[];
  readonly studies: readonly HistoryStudy[];
}

export function Suggestions({ elsewhere, studies }: SuggestionsProps) {
  const may = useMay();
  // What is it already of another is not asked for.
  const taken = new Set(elsewhere.flatMap(({ studyInstanceUid }) => studyInstanceUid ?? []));
  const free = studies.filter(({ studyInstanceUid }) => !taken.has(studyInstanceUid));
  if (!may('edit')) return null;
  return elsewhere
    .filter(({ studyInstanceUid }) => studyInstanceUid === null)
    .map((known) => <Suggestion key={known.uid} known={known} candidates={candidatesFor(known, free)} />);
}

interface SuggestionProps {
  readonly known: ElsewhereStudy;
  readonly candidates: readonly HistoryStudy[];
}

function Suggestion({ known, candidates }: SuggestionProps) {
  const { t } = useTranslation('elsewhere');
  const nameOf = useElsewhereName();
  const { replace, refuse } = useElsewhere();
  const [study] = candidates;
  if (!study) return null;
  const { studyInstanceUid, studyDate, description, modalities } = study;
  const isBusy = replace.isPending || refuse.isPending;
  return (
    <Alert icon={<IconSparkles />} title={t('isThisIt')} data-print-hidden>
      <Text size="sm">
        {t('wroteDown', { name: nameOf(known), date: roughDay(known.date ?? '') })}{' '}
        <Anchor component={Link} to={studyPlace(studyInstanceUid)} inherit underline="always">
          {[day(studyDate ?? ''), description || modalities.join(', ')].join(' · ')}
        </Anchor>
      </Text>
      <Group mt="sm" gap="xs">
        <Button size="xs" disabled={isBusy} onClick={() => replace.mutate({ known, by: studyInstanceUid })}>
          {t('yes')}
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={isBusy}
          onClick={() => refuse.mutate({ known, by: [studyInstanceUid] })}
        >
          {t('no')}
        </Button>
      </Group>
    </Alert>
  );
}
