/** Below the series of a study: others of the same person, each with a picture of it. A click puts one beside. */
import { Text, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Thumbnail } from '../../components/thumbnail.tsx';
import styles from '../viewer.module.css';
import { PriorWords } from './prior-words.tsx';
import { type CompareTerms, useCompare } from './use-compare.ts';

export function PriorList(terms: CompareTerms) {
  const { t } = useTranslation('workspace');
  const { priors, compare } = useCompare(terms);
  const { workspace } = terms.place;
  if (priors.length === 0) return null;
  const shown = new Set(workspace?.panes.map(({ study }) => study));
  return (
    <>
      <Text size="xs" fw={600} c="dimmed" className={styles.priors ?? ''}>
        {t('others')}
      </Text>
      {priors.map((prior) => {
        const { studyInstanceUid: uid, modalities } = prior.study;
        return (
          <UnstyledButton
            key={uid}
            className={styles.series}
            data-prior={uid}
            data-shown-in-pane={shown.has(uid) || undefined}
            onClick={() => compare(prior)}
          >
            <Thumbnail study={uid} modalities={modalities} size={48} />
            <div className={styles.seriesWords}>
              <PriorWords prior={prior} />
            </div>
          </UnstyledButton>
        );
      })}
    </>
  );
}
