/** Other studies of the same person, to be put beside the one that is read. */
import { Group, Menu, Text } from '@mantine/core';
import { IconArrowsDiff } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FindRow } from '../../../../src/contract/index.ts';
import { textOf } from '../../api/rows.ts';
import { ModalityBadges } from '../../components/modality-badges.tsx';
import { useFailed } from '../../components/use-failed.ts';
import { day } from '../../format/dates.ts';
import { MenuButton } from '../menu-button.tsx';
import { seriesFor } from '../series-query.ts';
import type { WorkspaceInAddress } from '../workspace/use-workspace.ts';
import { withBeside } from '../workspace/workspace.ts';
import { type Prior, seriesLike } from './priors.ts';
import { usePriors } from './use-priors.ts';

/** Offered; who has more finds the others on the page of the person. */
const OFFERED = 20;

interface PriorMenuProps {
  readonly study: string;
  readonly rows: readonly FindRow[];
  readonly place: WorkspaceInAddress;
}

export function PriorMenu({ study, rows, place: { workspace, step } }: PriorMenuProps) {
  const { t } = useTranslation(['workspace', 'common']);
  const client = useQueryClient();
  const failed = useFailed();
  const priors = usePriors(study).slice(0, OFFERED);
  const open = async ({ study: { studyInstanceUid } }: Prior) => {
    const others = await client.fetchQuery(seriesFor(studyInstanceUid));
    const active = workspace?.panes[workspace.active]?.series;
    const row = rows.find((each) => textOf(each, 'SeriesInstanceUID') === active);
    const pane = seriesLike(row, others.rows);
    if (pane) step((before) => withBeside(before, { ...pane, study: studyInstanceUid }));
  };
  return (
    <Menu width={340} position="bottom-end">
      <MenuButton label={t('compare')} icon={IconArrowsDiff} isDisabled={priors.length === 0} />
      <Menu.Dropdown mah={400} style={{ overflow: 'auto' }}>
        <Menu.Label>{t('compare')}</Menu.Label>
        {priors.map((prior) => (
          <Menu.Item key={prior.study.studyInstanceUid} onClick={() => void open(prior).catch(failed)}>
            <Group justify="space-between" wrap="nowrap">
              <Text size="sm">{day(prior.study.studyDate ?? '') || t('common:undated')}</Text>
              <ModalityBadges modalities={prior.study.modalities} />
            </Group>
            <Text size="xs" c="dimmed" lineClamp={2}>
              {[prior.study.description, prior.isAlike ? t('alike') : ''].filter(Boolean).join(' · ')}
            </Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
