/** Beside the panes: what was measured in the study, or what the image that is seen says of itself. */
import { CloseButton, Group, Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './panel.module.css';
import { type PanelName, panels } from './panels.ts';

interface SidePanelProps {
  readonly panel: PanelName;
  /** Default: all that there are. */
  readonly offered?: readonly PanelName[];
  readonly onPanel: (panel: PanelName | undefined) => void;
  readonly children: ReactNode;
}

export function SidePanel({ panel, offered = panels, onPanel, children }: SidePanelProps) {
  const { t } = useTranslation(['viewer', 'common']);
  return (
    <aside className={styles.panel} aria-label={t(`panel_${panel}`)}>
      <Tabs
        className={styles.tabs ?? ''}
        value={panel}
        onChange={(chosen) => onPanel(panels.find((each) => each === chosen))}
      >
        <Group justify="space-between" wrap="nowrap">
          <Tabs.List>
            {offered.map((each) => (
              <Tabs.Tab key={each} value={each}>
                {t(`panel_${each}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <CloseButton aria-label={t('common:close')} onClick={() => onPanel(undefined)} />
        </Group>
        <Tabs.Panel value={panel} className={styles.content ?? ''}>
          {children}
        </Tabs.Panel>
      </Tabs>
    </aside>
  );
}
