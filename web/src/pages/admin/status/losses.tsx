/** What is known and has lost its bytes: what belongs where, and how to say that it is known. */
import { Button, Group, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Loss } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { type Column, LongTable } from '../../../components/long-table.tsx';
import { Problem } from '../../../components/problem.tsx';
import { Section } from '../../../components/section.tsx';
import { moment } from '../../../format/dates.ts';
import { bytes } from '../../../format/numbers.ts';

const mostShown = 10_000;

export function Losses() {
  const { t } = useTranslation('status');
  const { data, error } = useQuery({
    queryKey: ['losses'],
    queryFn: ({ signal }) => api.lossesList({ limit: mostShown }, { signal }),
  });
  const columns: readonly Column<Loss>[] = [
    { id: 'what', title: t('lost'), cell: (loss) => <What loss={loss} /> },
    { id: 'problem', title: t('problem'), width: 144, cell: ({ problem }) => t(`loss_${problem}`) },
    { id: 'key', title: t('belongs'), cell: ({ key }) => <span title={key}>{key}</span> },
    { id: 'size', title: t('size'), width: 104, isRight: true, cell: ({ size }) => bytes(size) },
    { id: 'at', title: t('since'), width: 176, cell: ({ lostAt }) => moment(lostAt) },
  ];
  if (error) return <Problem error={error} />;
  if (!data || data.losses.length === 0) return null;
  return (
    <Section title={t('losses')} meaning={t('lossesMeaning')}>
      <LongTable
        label={t('losses')}
        columns={columns}
        rows={data.losses}
        keyOf={({ digest }) => digest}
        minWidth={880}
      />
      <Accept />
    </Section>
  );
}

function What({ loss: { studyInstanceUid, name, digest } }: { readonly loss: Loss }) {
  const { t } = useTranslation('status');
  if (studyInstanceUid === null) return name ?? digest;
  return (
    <Link to="/studies/$study" params={{ study: studyInstanceUid }}>
      {t('inStudy', { study: studyInstanceUid })}
    </Link>
  );
}

/** Known losses are told to nobody again; what is lost stays on record. */
function Accept() {
  const { t } = useTranslation('status');
  const [reason, setReason] = useState('');
  const client = useQueryClient();
  const accept = useMutation({
    mutationFn: () => api.lossesAccept({ reason }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['losses'] }),
  });
  return (
    <>
      <Group mt="md" align="flex-end">
        <TextInput
          style={{ flex: 1 }}
          label={t('acceptReason')}
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Button variant="default" loading={accept.isPending} onClick={() => accept.mutate()}>
          {t('accept')}
        </Button>
      </Group>
      {accept.isError && <Problem error={accept.error} />}
    </>
  );
}
