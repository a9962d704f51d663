/** Opening, in an emergency, what one does not see otherwise; what is open, and ending it. */
import { Alert, Stack, Text, Title } from '@mantine/core';
import { IconUrgent } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { emergencies as emergenciesQuery } from '../../../api/access.ts';
import { me } from '../../../api/queries.ts';
import { useMay } from '../../../api/rights.ts';
import { EmergencyCard } from '../../../components/account/emergency-card.tsx';
import { NothingHere } from '../../../components/nothing-here.tsx';
import { Problem } from '../../../components/problem.tsx';
import { Section } from '../../../components/section.tsx';
import styles from '../account.module.css';
import { OpenForm } from './open-form.tsx';

export function EmergencyPage() {
  const isKnown = useQuery(me).data !== undefined;
  const may = useMay();
  if (!isKnown) return null;
  return may('breakGlass') ? <Emergency /> : <NothingHere />;
}

function Emergency() {
  const { t } = useTranslation(['account', 'emergencies']);
  const { data, error } = useQuery(emergenciesQuery);
  return (
    <Stack gap="lg" className={styles.page ?? ''}>
      <Title order={1}>{t('emergency')}</Title>
      <Alert color="red" variant="light" icon={<IconUrgent aria-hidden />} title={t('emergencyOnly')}>
        {t('emergencyMeaning')}
      </Alert>
      <OpenForm />
      <Section title={t('emergencyNow')}>
        {error && <Problem error={error} />}
        {data?.emergencies.length === 0 && <Text c="dimmed">{t('emergencies:none')}</Text>}
        <Stack gap="md">
          {data?.emergencies.map((emergency) => (
            <EmergencyCard key={emergency.id} emergency={emergency} />
          ))}
        </Stack>
      </Section>
    </Stack>
  );
}
