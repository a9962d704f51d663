/** A segmentation or a structure set alone: what it marks, and the way to see it over the images that it was made of. */
import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconStackFront } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { itemsIn, type JsonInstance, textIn } from '../../../api/dicom-web.ts';
import { textOf } from '../../../api/rows.ts';
import { kindOf } from '../../kinds.ts';
import { seriesFor } from '../../series-query.ts';
import type { ObjectProps } from '../object-props.ts';
import objectStyles from '../objects.module.css';
import { css, type Rgb } from './colours.ts';
import { readStructureSet } from './contours.ts';
import styles from './overlays.module.css';
import { readSegmentation } from './segmentation.ts';
import { overlayTags as tags } from './tags.ts';

export function OverlayCard({ study, series, instance }: ObjectProps) {
  const { t } = useTranslation('objects');
  const { data } = useQuery(seriesFor(study));
  const below = seriesBelow(instance).find((uid) =>
    data?.rows.some((row) => textOf(row, 'SeriesInstanceUID') === uid),
  );
  return (
    <div className={objectStyles.scroll}>
      <Paper withBorder p="lg" maw={640} m="md" mx="auto">
        <Stack gap="sm" align="flex-start">
          <Title order={2}>{kindOf(textIn(instance, tags.SOPClassUID))}</Title>
          {below !== undefined && (
            <>
              <Text c="dimmed">{t('liesOver')}</Text>
              <Button
                leftSection={<IconStackFront size={18} />}
                renderRoot={(props) => (
                  <Link
                    to="/viewer/$study"
                    params={{ study }}
                    search={{ series: below, overlays: [series] }}
                    {...props}
                  />
                )}
              >
                {t('showOver')}
              </Button>
            </>
          )}
          <Group gap="sm">
            {partsOf(instance).map(({ label, colour }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: parts do not move
              <span key={i} className={styles.name}>
                <span className={styles.colour} style={{ background: css(colour) }} />
                {label}
              </span>
            ))}
          </Group>
        </Stack>
      </Paper>
    </div>
  );
}

/** Series that it was made of. */
function seriesBelow(instance: JsonInstance): string[] {
  const ofStructures = itemsIn(instance, tags.ReferencedFrameOfReferenceSequence)
    .flatMap((frame) => itemsIn(frame, tags.RTReferencedStudySequence))
    .flatMap((one) => itemsIn(one, tags.RTReferencedSeriesSequence));
  return [...itemsIn(instance, tags.ReferencedSeriesSequence), ...ofStructures].map((item) =>
    textIn(item, tags.SeriesInstanceUID),
  );
}

function partsOf(instance: JsonInstance): readonly { readonly label: string; readonly colour: Rgb }[] {
  const regions = readStructureSet(instance).map(({ name, colour }) => ({ label: name, colour }));
  return regions.length > 0 ? regions : readSegmentation(instance).segments;
}
