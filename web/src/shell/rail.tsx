import { ActionIcon, AppShell, NavLink, Tooltip } from '@mantine/core';
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react';
import { Link, useLocation } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { isAt } from '../components/is-at.ts';
import { usePlaces } from './places.ts';

interface RailProps {
  readonly isNarrow: boolean;
  readonly onToggle: () => void;
}

export function Rail({ isNarrow, onToggle }: RailProps) {
  const { t } = useTranslation('shell');
  const { pathname } = useLocation();
  const Toggle = isNarrow ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse;
  return (
    <>
      <AppShell.Section grow p="xs">
        {usePlaces().map(({ to, text, icon: Icon }) => (
          <Tooltip key={to} label={t(text)} position="right" disabled={!isNarrow}>
            <NavLink
              component={Link}
              to={to}
              active={isAt(to, pathname)}
              label={isNarrow ? undefined : t(text)}
              aria-label={t(text)}
              aria-current={isAt(to, pathname) ? 'page' : undefined}
              leftSection={<Icon size={20} aria-hidden />}
              bdrs="md"
            />
          </Tooltip>
        ))}
      </AppShell.Section>
      <AppShell.Section p="xs" visibleFrom="sm">
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          onClick={onToggle}
          aria-label={t(isNarrow ? 'widen' : 'narrow')}
        >
          <Toggle size={20} />
        </ActionIcon>
      </AppShell.Section>
    </>
  );
}
