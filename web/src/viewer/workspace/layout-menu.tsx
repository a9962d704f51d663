/** How many panes there are, and how they stand. */
import { Kbd, Menu } from '@mantine/core';
import { IconLayoutGrid } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { MenuButton } from '../menu-button.tsx';
import { type Layout, layouts, paneCount, sizeOf } from './panes.ts';
import styles from './workspace.module.css';

interface LayoutMenuProps {
  readonly layout: Layout | undefined;
  readonly onLayout: (layout: Layout) => void;
  readonly onFull: () => void;
}

export function LayoutMenu({ layout, onLayout, onFull }: LayoutMenuProps) {
  const { t } = useTranslation('workspace');
  return (
    <Menu width={260}>
      <MenuButton label={t('layout')} icon={IconLayoutGrid} isDisabled={!layout} />
      <Menu.Dropdown>
        {layouts.map((each) => (
          <Menu.Item
            key={each}
            leftSection={<LayoutPicture layout={each} />}
            {...(each === layout && { 'aria-current': true, c: 'var(--mantine-primary-color-light-color)' })}
            onClick={() => onLayout(each)}
          >
            {t('layoutOf', sizeOf(each))}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          disabled={layout === undefined || paneCount(layout) === 1}
          rightSection={<Kbd>V</Kbd>}
          onClick={onFull}
        >
          {t('full')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function LayoutPicture({ layout }: { readonly layout: Layout }) {
  const { rows, columns } = sizeOf(layout);
  return (
    <span
      className={styles.picture}
      style={{ gridTemplate: `repeat(${rows}, 1fr) / repeat(${columns}, 1fr)` }}
      aria-hidden
    >
      {Array.from({ length: rows * columns }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
        <i key={i} />
      ))}
    </span>
  );
}
