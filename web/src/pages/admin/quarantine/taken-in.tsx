import { Anchor, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ResultFor } from '../../../../../src/contract/index.ts';

interface TakenInProps {
  readonly outcome: Exclude<ResultFor<'quarantineRetry'>['outcome'], 'refused'>;
  readonly study: string | null;
}

/** What became of it, and where it is now. Notifications are outside of the router: the address is a plain one. */
export function TakenIn({ outcome, study }: TakenInProps) {
  const { t } = useTranslation('quarantine');
  return (
    <Text size="sm">
      {t(`taken_${outcome}`)}{' '}
      {study !== null && (
        <Anchor inherit href={`/studies/${study}`}>
          {t('showStudy')}
        </Anchor>
      )}
    </Text>
  );
}
