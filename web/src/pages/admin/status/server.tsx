import { useTranslation } from 'react-i18next';
import type { Status } from '../../../../../src/contract/index.ts';
import { Facts } from '../../../components/facts.tsx';
import { Section } from '../../../components/section.tsx';
import { moment } from '../../../format/dates.ts';
import { bytes, whole } from '../../../format/numbers.ts';

const databases = { sqlite: 'SQLite', postgres: 'PostgreSQL' } as const;

export function Server({ status }: { readonly status: Status }) {
  const { t } = useTranslation('status');
  const { version, startedAt, dataDirectory, database, aeTitles, addresses, associations } = status;
  const doors = addresses.filter(({ door }) => door !== 'control');
  return (
    <Section title={t('server')}>
      <Facts
        facts={[
          [t('version'), version],
          [t('started'), moment(startedAt)],
          [t('data'), dataDirectory],
          [t('database'), databases[database]],
          [t('aeTitles'), aeTitles.join(', ')],
          [t('doors'), doors.map(({ door, host, port }) => `${door} ${host}:${port}`).join(' · ')],
          [
            t('associations'),
            t('associationsNow', { open: whole(associations.open), limit: whole(associations.limit) }),
          ],
          [t('memory'), bytes(status.memoryBytes)],
        ]}
      />
    </Section>
  );
}
