import { ActionIcon, Kbd, Menu, Tooltip } from '@mantine/core';
import { IconSun } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type Preset, presetsFor, type Windowed } from './engine/presets.ts';

interface PresetMenuProps {
  /** What cannot be windowed has no way to. */
  readonly view: Partial<Windowed> | undefined;
  readonly modality: string;
}

/** Windows by their names; the numbers are their keys. */
export function PresetMenu({ view, modality }: PresetMenuProps) {
  const { t } = useTranslation('viewer');
  return (
    <Menu width={240}>
      <Menu.Target>
        <Tooltip label={`${t('presets')} (1, 2, …)`} openDelay={400}>
          <ActionIcon
            size="lg"
            variant="subtle"
            color="gray"
            aria-label={t('presets')}
            disabled={!view?.setWindow}
          >
            <IconSun size={20} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {presetsFor(modality).map((preset, i) => (
          <Menu.Item
            key={preset.name}
            onClick={() => view && applyPreset(view, preset)}
            rightSection={<Kbd>{i + 1}</Kbd>}
          >
            {t(`preset_${preset.name}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

export function applyPreset(view: Partial<Windowed>, { name, window }: Preset): void {
  if (window) view.setWindow?.(window);
  else if (name === 'auto') view.showFullWindow?.();
  else view.showOwnWindow?.();
}
