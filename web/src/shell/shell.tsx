/** What stands around every page: the rail, the search box, the account. On a phone the rail is a bar at the bottom. */
import { AppShell, Group, UnstyledButton } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { Link, Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { AccountMenu } from './account-menu.tsx';
import { AddingMark } from './adding-mark.tsx';
import { Alerts } from './alerts.tsx';
import { BottomBar } from './bottom-bar.tsx';
import { DropAnywhere } from './drop-anywhere.tsx';
import { JobsRing } from './jobs-ring.tsx';
import { Rail } from './rail.tsx';
import { SearchBox } from './search/search-box.tsx';
import { SessionEnded } from './session-ended.tsx';
import styles from './shell.module.css';

const railWidth = { wide: 200, narrow: 60 } as const;

export function Shell() {
  const { t } = useTranslation('shell');
  const [isNarrow, setNarrow] = useLocalStorage({ key: 'isocenter.rail-is-narrow', defaultValue: false });
  const width = isNarrow ? railWidth.narrow : railWidth.wide;
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width, breakpoint: 'sm', collapsed: { mobile: true } }}
      footer={{ height: { base: 56, sm: 0 } }}
      padding="md"
      transitionDuration={0}
    >
      <a className={styles.skip} href="#content">
        {t('skip')}
      </a>
      <AppShell.Header className={styles.bar} data-print-hidden>
        <Group h="100%" px="md" gap="md" wrap="nowrap" justify="space-between">
          <UnstyledButton component={Link} to="/" className={styles.brand} aria-label="Isocenter">
            <img src="/isocenter.svg" alt="" width={22} height={22} />
            <span className={styles.name}>Isocenter</span>
          </UnstyledButton>
          <SearchBox />
          <AddingMark />
          <Group gap={4} wrap="nowrap">
            <JobsRing />
            <Alerts />
            <AccountMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar data-print-hidden visibleFrom="sm" className={styles.bar} aria-label={t('navigation')}>
        <Rail isNarrow={isNarrow} onToggle={() => setNarrow(!isNarrow)} />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} className={styles.main}>
        <SessionEnded />
        <Outlet />
      </AppShell.Main>
      <DropAnywhere />
      <AppShell.Footer data-print-hidden hiddenFrom="sm" className={styles.bar}>
        <BottomBar />
      </AppShell.Footer>
    </AppShell>
  );
}
