/** Whose study it is and of which day, as a way there. */
import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { textOf } from '../api/rows.ts';
import { study as studyQuery } from '../api/studies.ts';
import { day } from '../format/dates.ts';
import { personName } from '../format/person-name.ts';
import { studyPlace } from './study-places.ts';

interface StudyLinkProps {
  readonly study: string;
}

export function StudyLink({ study }: StudyLinkProps) {
  const { t } = useTranslation('common');
  const { data: row } = useQuery(studyQuery(study));
  const name = row && (personName(textOf(row, 'PatientName')) || t('unnamed'));
  const date = row && (day(textOf(row, 'StudyDate')) || t('undated'));
  return (
    <Anchor component={Link} to={studyPlace(study)} size="sm">
      {row ? `${name}, ${date}` : study}
    </Anchor>
  );
}
