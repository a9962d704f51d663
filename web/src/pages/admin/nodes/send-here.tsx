import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { serverStatus } from '../../../api/queries.ts';
import { DicomAddress } from '../../../components/dicom-address.tsx';
import { Section } from '../../../components/section.tsx';

/** Two machines have to know each other: this is our half of it. */
export function SendHere() {
  const { t } = useTranslation('nodes');
  const { data } = useQuery(serverStatus);
  return (
    <Section title={t('sendHere')} meaning={t('sendHereMeaning')}>
      {data ? <DicomAddress status={data} /> : <Skeleton h={120} />}
    </Section>
  );
}
