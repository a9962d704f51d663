/** What lies over the images: which of it is seen, what its colours mean, how much it hides. */
import { ActionIcon, Checkbox, Loader, Popover, Slider, Stack, Switch, Text, Tooltip } from '@mantine/core';
import { IconStackFront } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { significant } from '../../../format/numbers.ts';
import { css, type Rgb } from './colours.ts';
import { washColour } from './dose.ts';
import styles from './overlays.module.css';
import type { OverlayChoice } from './use-overlay-choice.ts';
import type { OpenOverlay } from './use-overlays.ts';

export const partKey = (series: string, overlay: number, part: string): string =>
  `${series}/${overlay}/${part}`;

export function OverlayPanel({ offered, open, onToggle, opacity, onOpacity, ...parts }: OverlayChoice) {
  const { t } = useTranslation('objects');
  return (
    <Popover position="bottom-end" width={280} shadow="md">
      <Tooltip label={t('overlays')}>
        <Popover.Target>
          <ActionIcon
            className={styles.button ?? ''}
            variant={open.length > 0 ? 'filled' : 'default'}
            size="lg"
            aria-label={t('overlays')}
          >
            <IconStackFront size={20} />
          </ActionIcon>
        </Popover.Target>
      </Tooltip>
      <Popover.Dropdown className={styles.panel ?? ''}>
        <Stack gap="xs">
          {offered.map(({ series, label, modality }) => (
            <div key={series}>
              <Switch
                size="sm"
                label={
                  label === modality ? t(`overlay_${modality}`) : `${t(`overlay_${modality}`)}: ${label}`
                }
                checked={open.some((one) => one.series === series)}
                onChange={() => onToggle(series)}
              />
              <Parts of={open.find((one) => one.series === series)} {...parts} />
            </div>
          ))}
          <Text size="sm" id="overlay-opacity">
            {t('opacity')}
          </Text>
          <Slider
            size="sm"
            label={null}
            min={0}
            max={1}
            step={0.05}
            value={opacity}
            onChange={onOpacity}
            thumbLabel={t('opacity')}
          />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

interface PartsProps extends Pick<OverlayChoice, 'hidden' | 'onHide'> {
  readonly of: OpenOverlay | undefined;
}

function Parts({ of, hidden, onHide }: PartsProps) {
  const { t } = useTranslation('objects');
  if (!of) return null;
  if (of.error !== undefined)
    return (
      <Text size="sm" role="alert">
        {t('overlayFailed')}
      </Text>
    );
  if (!of.overlays) return <Loader size="xs" mt="xs" />;
  return (
    <Stack gap={4} mt={4} ml="md">
      {of.overlays.length === 0 && <Text size="sm">{t('overlayNowhere')}</Text>}
      {of.overlays.map(({ parts, legend }, i) => {
        if (legend) return <Legend key={partKey(of.series, i, '')} {...legend} />;
        return parts.map(({ key, label, colour }) => {
          const name = partKey(of.series, i, key);
          return (
            <Checkbox
              key={name}
              size="xs"
              label={<Name label={label} colour={colour} />}
              checked={!hidden.has(name)}
              onChange={() => onHide(name)}
            />
          );
        });
      })}
    </Stack>
  );
}

function Name({ label, colour }: { readonly label: string; readonly colour: Rgb }) {
  return (
    <span className={styles.name}>
      <span className={styles.colour} style={{ background: css(colour) }} />
      {label}
    </span>
  );
}

const STEPS = 24;

function Legend({ most, unit }: { readonly most: number; readonly unit: string }) {
  const figure = (share: number) => significant(most * share, 3);
  const colours = Array.from({ length: STEPS }, (_, i) => css(washColour(i / (STEPS - 1))));
  return (
    <div>
      <div
        className={styles.wash}
        style={{ background: `linear-gradient(to right, ${colours.join(', ')})` }}
      />
      <div className={styles.figures}>
        <span>0</span>
        <span>{figure(0.5)}</span>
        <span>
          {figure(1)} {unit}
        </span>
      </div>
    </div>
  );
}
