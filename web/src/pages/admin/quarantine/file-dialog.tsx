/** Everything that is known of a file in quarantine, and what can be done with it. */
import { Divider, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ResultFor } from '../../../../../src/contract/index.ts';
import { quarantinedFile } from '../../../api/quarantine.ts';
import { Dialog } from '../../../components/dialog.tsx';
import { Facts } from '../../../components/facts.tsx';
import { Problem } from '../../../components/problem.tsx';
import { moment } from '../../../format/dates.ts';
import { bytes } from '../../../format/numbers.ts';
import { FileActions } from './file-actions.tsx';
import { useQuarantineWords } from './use-quarantine-words.ts';

type Shown = ResultFor<'quarantineShow'>;

export function FileDialog({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { t } = useTranslation('quarantine');
  const { whatWords } = useQuarantineWords();
  const { data, error } = useQuery(quarantinedFile(id));
  return (
    <Dialog onClose={onClose} size="lg" title={data ? <bdi>{whatWords(data)}</bdi> : t('title')}>
      {error && !data && <Problem error={error} />}
      {!data && !error && <Skeleton h={320} />}
      {data && (
        <Stack>
          <Why file={data} />
          <FileActions file={data} onGone={onClose} />
          <Divider />
          <Known file={data} />
          <Elements header={data.header} />
        </Stack>
      )}
    </Dialog>
  );
}

/** In plain words, then as the server said it. */
function Why({ file }: { readonly file: Shown }) {
  const { t } = useTranslation('quarantine');
  const { whyWords } = useQuarantineWords();
  return (
    <div>
      <Text fw={600}>{whyWords(file)}</Text>
      <Text size="sm">{t(`means_${file.kind}`)}</Text>
      {file.reason !== whyWords(file) && (
        <Text size="sm" c="dimmed" mt={4}>
          {file.reason}
        </Text>
      )}
    </div>
  );
}

function Known({ file }: { readonly file: Shown }) {
  const { t } = useTranslation('quarantine');
  const { origin, key } = file;
  return (
    <Facts
      facts={[
        [t('when'), moment(file.quarantinedAt)],
        ...(origin
          ? [
              [
                t('from'),
                <bdi key="from">{[origin.sender, origin.address].filter(Boolean).join(', ')}</bdi>,
              ] as const,
              [t('how'), origin.via] as const,
              [t('received'), moment(origin.receivedAt)] as const,
            ]
          : []),
        ...(key === null ? [] : [[t('lay'), key] as const]),
        [t('name'), file.id],
        [t('size'), bytes(file.size)],
        [t('digest'), file.digest],
      ]}
    />
  );
}

/** What can be read of it. */
function Elements({ header }: Pick<Shown, 'header'>) {
  const { t } = useTranslation('quarantine');
  if (header === null)
    return (
      <Text size="sm" c="dimmed">
        {t('nothingRead')}
      </Text>
    );
  const rows = Object.entries(header).flatMap(([name, value]) => {
    const text = [value ?? ''].flat().join(', ');
    return text === '' ? [] : [[name, <bdi key={name}>{text}</bdi>] as const];
  });
  return (
    <details>
      <Text component="summary" size="sm" mb="sm" style={{ cursor: 'pointer' }}>
        {t('elements', { count: rows.length })}
      </Text>
      <Facts facts={rows} />
    </details>
  );
}
