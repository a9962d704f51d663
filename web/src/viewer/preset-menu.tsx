import { Kbd, Menu } from '@mantine/core';
import { IconSun } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type Preset, presetsFor, type Windowed } from './engine/presets.ts';
import { MenuButton } from './menu-button.tsx';

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
      <MenuButton
        label={t('presets')}
        tip={`${t('presets')} (1, 2, …)`}
        icon={IconSun}
        isDisabled={!view?.setWindow}
      />
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
