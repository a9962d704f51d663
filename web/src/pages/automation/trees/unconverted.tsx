/** Series that could not become volumes, and why. */
import { Alert, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ListedTree } from '../../../../../src/contract/index.ts';
import { StudyLink } from '../../../components/study-link.tsx';
import { reasonOf } from '../../../format/reason.ts';

export function Unconverted({ count, first }: ListedTree['unconverted']) {
  const { t } = useTranslation('automation');
  if (count === 0) return null;
  const more = count - first.length;
  return (
    <Alert color="yellow" title={t('unconverted', { count })}>
      <Text size="sm">{t('unconvertedMeaning')}</Text>
      <Text component="ul" size="sm" m={0} mt="xs" pl="md">
        {first.map(({ studyInstanceUid, seriesInstanceUid, reason }) => (
          <li key={seriesInstanceUid} style={{ overflowWrap: 'anywhere' }}>
            <StudyLink study={studyInstanceUid} /> {reasonOf(reason)}
          </li>
        ))}
        {more > 0 && <li>{t('moreFindings', { count: more })}</li>}
      </Text>
    </Alert>
  );
}
