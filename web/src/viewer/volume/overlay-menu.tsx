/** Which series lies over the planes: PET over CT. */
import { Button, Menu, Text } from '@mantine/core';
import { IconStack2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { textOf } from '../../api/rows.ts';
import { seriesFor } from '../series-query.ts';

interface OverlayMenuProps {
  readonly study: string;
  /** What it lies over. */
  readonly series: string;
  readonly over: string | undefined;
  readonly onOver: (series: string | undefined) => void;
}

/** What shows activity rather than shape. */
const ofActivity = new Set(['PT', 'NM']);

export function OverlayMenu({ study, series, over, onOver }: OverlayMenuProps) {
  const { t } = useTranslation('volume');
  const { data } = useQuery(seriesFor(study));
  const candidates = (data?.rows ?? []).filter(
    (row) => ofActivity.has(textOf(row, 'Modality')) && textOf(row, 'SeriesInstanceUID') !== series,
  );
  if (candidates.length === 0) return null;
  return (
    <Menu position="top-start">
      <Menu.Target>
        <Button
          size="xs"
          variant={over === undefined ? 'default' : 'filled'}
          leftSection={<IconStack2 size={16} aria-hidden />}
        >
          {t('fusion')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('fusionWith')}</Menu.Label>
        {candidates.map((row) => {
          const uid = textOf(row, 'SeriesInstanceUID');
          const name = [textOf(row, 'SeriesNumber'), textOf(row, 'SeriesDescription')].filter(Boolean);
          return (
            <Menu.Item key={uid} onClick={() => onOver(uid)} aria-current={uid === over}>
              <Text size="sm">{`${textOf(row, 'Modality')} ${name.join(' · ')}`}</Text>
            </Menu.Item>
          );
        })}
        <Menu.Item disabled={over === undefined} onClick={() => onOver(undefined)}>
          {t('noFusion')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
