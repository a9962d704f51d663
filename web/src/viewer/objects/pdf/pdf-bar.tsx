/** Which page is seen, and how large. */
import { ActionIcon, Group, NumberInput, Text, Tooltip } from '@mantine/core';
import { IconArrowsHorizontal, IconDownload, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import styles from '../objects.module.css';

interface PdfBarProps {
  /** From 1. */
  readonly page: number;
  readonly pages: number;
  /** Of the width that there is. */
  readonly zoom: number;
  readonly onPage: (page: number) => void;
  readonly onZoom: (zoom: number) => void;
  readonly onSave?: (() => void) | undefined;
}

const STEP = 1.25;
export const zooms = { least: 0.25, most: 5 } as const;

export function PdfBar({ page, pages, zoom, onPage, onZoom, onSave }: PdfBarProps) {
  const { t } = useTranslation('objects');
  const zoomBy = (factor: number) => onZoom(Math.min(zooms.most, Math.max(zooms.least, zoom * factor)));
  return (
    <div className={styles.bar}>
      <Group gap={8} wrap="nowrap">
        <NumberInput
          size="xs"
          w={64}
          hideControls
          min={1}
          max={pages}
          clampBehavior="strict"
          allowDecimal={false}
          value={page}
          aria-label={t('pdfGoTo')}
          onChange={(value) => typeof value === 'number' && onPage(value)}
        />
        <Text size="sm" className={styles.figures ?? ''}>
          {t('pdfOf', { count: pages })}
        </Text>
      </Group>
      <Group gap={4} wrap="nowrap" ml="auto">
        <BarButton label={t('zoomOut')} icon={IconZoomOut} onClick={() => zoomBy(1 / STEP)} />
        <Text size="sm" w={48} ta="center" className={styles.figures ?? ''}>
          {t('percent', { value: Math.round(zoom * 100) })}
        </Text>
        <BarButton label={t('zoomIn')} icon={IconZoomIn} onClick={() => zoomBy(STEP)} />
        <BarButton label={t('fitWidth')} icon={IconArrowsHorizontal} onClick={() => onZoom(1)} />
        {onSave && <BarButton label={t('savePdf')} icon={IconDownload} onClick={onSave} />}
      </Group>
    </div>
  );
}

interface BarButtonProps {
  readonly label: string;
  readonly icon: ComponentType<{ size?: number }>;
  readonly onClick: () => void;
}

function BarButton({ label, icon: Icon, onClick }: BarButtonProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={onClick}>
        <Icon size={18} />
      </ActionIcon>
    </Tooltip>
  );
}
