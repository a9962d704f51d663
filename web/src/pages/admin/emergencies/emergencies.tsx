/** What is open in an emergency now: by whom, why, until when. */
import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { emergencies as emergenciesQuery } from '../../../api/access.ts';
import { EmergencyCard } from '../../../components/account/emergency-card.tsx';
import { ListFrame } from '../list-frame.tsx';

export function Emergencies() {
  const { t } = useTranslation('emergencies');
  const query = useQuery(emergenciesQuery);
  return (
    <ListFrame title={t('title')} meaning={t('meaning')} query={query}>
      <Stack gap="md">
        {query.data?.emergencies.length === 0 && <Text>{t('none')}</Text>}
        {query.data?.emergencies.map((emergency) => (
          <EmergencyCard key={emergency.id} emergency={emergency} />
        ))}
        <Text size="sm">
          <Link to="/admin/audit" search={{ action: 'breakGlass' }}>
            {t('earlier')}
          </Link>
        </Text>
      </Stack>
    </ListFrame>
  );
}
