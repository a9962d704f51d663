import { Kbd, Menu } from '@mantine/core';
import { IconSun } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type Preset, presetsFor, type Windowed } from './engine/presets.ts';
import { MenuButton } from './menu-button.tsx';
import type { ViewControls } from './view-controls.ts';

interface PresetMenuProps {
  /** What cannot be windowed has no way to. */
  readonly view: ViewControls | undefined;
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
        <OfferedViews view={view} />
      </Menu.Dropdown>
    </Menu>
  );
}

/** What the picture offers itself, where that is more than one view, as it is when the menu opens. */
function OfferedViews({ view }: Pick<PresetMenuProps, 'view'>) {
  const { t } = useTranslation('viewer');
  const offered = view?.offeredViews?.() ?? [];
  if (offered.length < 2) return null;
  return (
    <>
      <Menu.Divider />
      <Menu.Label>{t('offeredViews')}</Menu.Label>
      {offered.map(({ explanation, voi }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they have no other name that is sure to differ, and stay in their order
        <Menu.Item key={i} onClick={() => view?.showOffered?.(i)}>
          {explanation || t('table' in voi ? 'offeredTable' : 'offeredWindow', { number: i + 1 })}
        </Menu.Item>
      ))}
    </>
  );
}

export function applyPreset(view: Partial<Windowed>, { name, window }: Preset): void {
  if (window) view.setWindow?.(window);
  else if (name === 'auto') view.showFullWindow?.();
  else view.showOwnWindow?.();
}
