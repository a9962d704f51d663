/** Says to parents and others whose grant names this person and ends by itself that, and until when, they look after them. */
import { Badge } from '@mantine/core';
import { IconHeartHandshake } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Somebody } from '../../../../../src/contract/index.ts';
import { me } from '../../../api/queries.ts';
import { day } from '../../../format/dates.ts';

export function LooksAfter({ somebody }: { readonly somebody: Somebody }) {
  const { t } = useTranslation('person');
  const { data } = useQuery(me);
  const found = data?.looksAfter.find(({ person }) => person === somebody.personUid);
  if (!found) return null;
  // Grants end with a day in UTC.
  const until = day(found.until.slice(0, 10));
  return (
    <Badge
      variant="light"
      size="md"
      mt={4}
      tt="none"
      fw={500}
      leftSection={<IconHeartHandshake size={14} aria-hidden />}
    >
      {t('looksAfter', { until })}
    </Badge>
  );
}
