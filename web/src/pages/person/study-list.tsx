/** The same studies one below the other, by years: on a phone, on paper, and for who reads rather than looks. */
import { Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { HistoryStudy } from '../../../../src/contract/index.ts';
import { InstanceCount } from '../../components/instance-count.tsx';
import { ModalityBadges } from '../../components/modality-badges.tsx';
import { studyPlace } from '../../components/study-places.ts';
import { Thumbnail } from '../../components/thumbnail.tsx';
import { yearsBetween } from '../../format/age.ts';
import { day } from '../../format/dates.ts';
import styles from './person.module.css';

interface StudyListProps {
  /** In time. */
  readonly studies: readonly HistoryStudy[];
  readonly birthDate?: string | null;
  /** Instead of years. */
  readonly title?: string;
}

export function StudyList({ studies, birthDate, title }: StudyListProps) {
  const { t } = useTranslation('person');
  const years = Map.groupBy(
    studies.toReversed(),
    ({ studyDate }) => title ?? (studyDate?.slice(0, 4) || t('undated')),
  );
  return (
    <Stack gap="md">
      {[...years].map(([year, group]) => (
        <section key={year} aria-label={year}>
          <Title order={2} mb="xs">
            {year}
          </Title>
          <Stack gap="xs" component="ul" className={styles.years ?? ''}>
            {group.map((study) => (
              <li key={study.studyInstanceUid}>
                <StudyRow study={study} birthDate={birthDate ?? ''} />
              </li>
            ))}
          </Stack>
        </section>
      ))}
    </Stack>
  );
}

function StudyRow({ study, birthDate }: { readonly study: HistoryStudy; readonly birthDate: string }) {
  const { t } = useTranslation(['person', 'common']);
  const { studyInstanceUid, studyDate, description, modalities, institutions, instanceCount } = study;
  const age = yearsBetween(birthDate, studyDate ?? '');
  const facts = [
    day(studyDate ?? ''),
    age !== undefined && t('age', { count: age }),
    institutions.join(', '),
  ];
  return (
    <Link to={studyPlace(studyInstanceUid)} className={styles.study ?? ''}>
      <Thumbnail study={studyInstanceUid} modalities={modalities} size={72} isEager />
      <div className={styles.words}>
        <Text fw={600} truncate>
          {description || modalities.join(', ')}
        </Text>
        <Text size="sm" c="dimmed">
          {facts.filter((fact) => typeof fact === 'string' && fact !== '').join(' · ')}
        </Text>
        <ModalityBadges modalities={modalities} />
      </div>
      <Text size="xs" c="dimmed" visibleFrom="xs">
        <InstanceCount modalities={modalities} count={instanceCount} />
      </Text>
    </Link>
  );
}
