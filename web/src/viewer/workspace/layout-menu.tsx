/** How many panes there are, and how they stand. */
import { ActionIcon, Kbd, Menu, Tooltip } from '@mantine/core';
import { IconLayoutGrid } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import styles from './workspace.module.css';
import { type Layout, layouts, paneCount, sizeOf } from './workspace.ts';

interface LayoutMenuProps {
  readonly layout: Layout | undefined;
  readonly onLayout: (layout: Layout) => void;
  readonly onFull: () => void;
}

export function LayoutMenu({ layout, onLayout, onFull }: LayoutMenuProps) {
  const { t } = useTranslation('workspace');
  return (
    <Menu width={260}>
      <Menu.Target>
        <Tooltip label={t('layout')} openDelay={400}>
          <ActionIcon size="lg" variant="subtle" color="gray" aria-label={t('layout')} disabled={!layout}>
            <IconLayoutGrid size={20} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
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
