/** Whether a series is whole and good: a picture of all of it, and a few figures. */
import { Alert, Anchor, Image, Skeleton, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResultFor } from '../../../../src/contract/index.ts';
import { mosaicOf, seriesQuality } from '../../api/quality.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Facts } from '../../components/facts.tsx';
import { Problem } from '../../components/problem.tsx';
import { decimal, whole } from '../../format/numbers.ts';

type Quality = ResultFor<'seriesQuality'>;

interface QualityDialogProps {
  readonly study: string;
  readonly series: string;
  /** What the series is called. */
  readonly name: string;
  readonly onClose: () => void;
}

export function QualityDialog({ study, series, name, onClose }: QualityDialogProps) {
  const { t } = useTranslation('study');
  const { data, error, refetch } = useQuery(seriesQuality(series));
  return (
    <Dialog onClose={onClose} size="xl" title={<bdi>{t('qualityOf', { name })}</bdi>}>
      <Stack>
        <Mosaic series={series} />
        {error && <Problem error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Skeleton h={160} />}
        {data && <Missing quality={data} />}
        {data && <Figures quality={data} study={study} onClose={onClose} />}
        {data && (data.snr !== null || data.tsnr !== null) && (
          <Text size="xs" c="dimmed">
            {t('noiseMeaning')}
          </Text>
        )}
      </Stack>
    </Dialog>
  );
}

/** Before it is there its place is kept, so that nothing jumps. */
function Mosaic({ series }: { readonly series: string }) {
  const { t } = useTranslation('study');
  const [state, setState] = useState<'coming' | 'seen' | 'failed'>('coming');
  if (state === 'failed') return null;
  return (
    <Skeleton visible={state === 'coming'} mih={state === 'coming' ? 240 : 0}>
      <Image
        src={mosaicOf(series)}
        alt={t('mosaic')}
        fit="contain"
        mah="50dvh"
        bg="black"
        radius="sm"
        onLoad={() => setState('seen')}
        onError={() => setState('failed')}
      />
    </Skeleton>
  );
}

function Missing({ quality: { missingSlices, missingImages } }: { readonly quality: Quality }) {
  const { t } = useTranslation('study');
  if (missingSlices + missingImages === 0) return null;
  return (
    <Alert color="yellow" icon={<IconAlertTriangle />} title={t('notWhole')}>
      {missingSlices > 0 && <div>{t('missingSlices', { count: missingSlices })}</div>}
      {missingImages > 0 && <div>{t('missingOfVolumes', { count: missingImages })}</div>}
    </Alert>
  );
}

interface FiguresProps extends Pick<QualityDialogProps, 'study' | 'onClose'> {
  readonly quality: Quality;
}

function Figures({ quality, study, onClose }: FiguresProps) {
  const { t } = useTranslation('study');
  const { rows, columns, frames, slices, volumes, snr, tsnr, repeats } = quality;
  const known = (name: string, value: number | null, words: (value: number) => string) =>
    value === null ? [] : [[name, words(value)] as const];
  return (
    <Facts
      facts={[
        [t('matrix'), `${whole(columns)} × ${whole(rows)}`],
        [t('frames'), whole(frames)],
        ...known(t('slices'), slices, whole),
        ...known(t('volumes'), volumes, whole),
        ...known(t('snr'), snr, (value) => decimal(value, 1)),
        ...known(t('tsnr'), tsnr, (value) => decimal(value, 1)),
        [
          t('repeats'),
          repeats.length === 0
            ? t('noRepeats')
            : repeats.map(({ seriesInstanceUid, seriesNumber }) => (
                <Anchor
                  key={seriesInstanceUid}
                  mr="sm"
                  size="sm"
                  onClick={onClose}
                  renderRoot={(props) => (
                    <Link
                      to="/studies/$study"
                      params={{ study }}
                      search={{ series: seriesInstanceUid }}
                      {...props}
                    />
                  )}
                >
                  {t('seriesNumber', { number: seriesNumber })}
                </Anchor>
              )),
        ],
      ]}
    />
  );
}
