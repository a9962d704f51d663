/** What somebody sees who was sent a link: whose images these are and why, each study to look at, and to download where that is allowed. */
import { Alert, Skeleton, Stack, Text } from '@mantine/core';
import { IconPhotoOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { me } from '../../api/queries.ts';
import { useMay } from '../../api/rights.ts';
import { sharedStudies } from '../../api/shares.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { isLinkOver, LinkOver } from '../../components/link-over.tsx';
import { Problem } from '../../components/problem.tsx';
import { DownloadAll } from './download-all.tsx';
import { Frame } from './frame.tsx';
import { Head } from './head.tsx';
import { OwnAccount } from './own-account.tsx';
import { SharedStudies } from './shared-studies.tsx';

export function SharedPage() {
  return (
    <Frame>
      <Shared />
    </Frame>
  );
}

function Shared() {
  const { t } = useTranslation('shared');
  const guest = useQuery(me);
  const share = guest.data?.share;
  const found = useQuery({ ...sharedStudies, enabled: share != null });
  const mayDownload = useMay()('download');
  const failed = [guest, found].find(({ isError }) => isError);
  if (failed && isLinkOver(failed.error)) return <LinkOver />;
  if (failed) return <Problem error={failed.error} onRetry={() => void failed.refetch()} />;
  if (guest.data && !share) return <OwnAccount name={guest.data.actor.name} />;
  if (!share || !found.data) return <Skeleton h={320} />;
  const { rows } = found.data;
  if (rows.length === 0)
    return <EmptyState icon={IconPhotoOff} title={t('nothing')} meaning={t('nothingMeaning')} />;
  return (
    <Stack gap="lg">
      <Head share={share} studies={rows} />
      {mayDownload && rows.length > 1 && <DownloadAll studies={rows} />}
      {!mayDownload && (
        <Alert variant="light">{t(share.hidesIdentity ? 'identityHidden' : 'viewOnly')}</Alert>
      )}
      <SharedStudies studies={rows} mayDownload={mayDownload} isNameHidden={share.hidesIdentity} />
      <Text size="sm" c="dimmed">
        {t('notDiagnostic')}
      </Text>
    </Stack>
  );
}
