import { Menu, UnstyledButton } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { usePlaces } from './places.ts';
import styles from './shell.module.css';

/** The rail of a phone: the main places, and the others behind a button. */
export function BottomBar() {
  const { t } = useTranslation('shell');
  const places = usePlaces();
  const others = places.filter((place) => !('isMain' in place));
  return (
    <nav className={styles.bottom} aria-label={t('navigation')}>
      {places
        .filter((place) => 'isMain' in place)
        .map(({ to, text, icon: Icon }) => (
          <Link key={to} to={to} className={styles.place ?? ''} activeOptions={{ exact: to === '/' }}>
            <Icon size={20} aria-hidden />
            {t(text)}
          </Link>
        ))}
      <Menu position="top-end" width={220}>
        <Menu.Target>
          <UnstyledButton className={styles.place ?? ''}>
            <IconDots size={20} aria-hidden />
            {t('more')}
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {others.map(({ to, text, icon: Icon }) => (
            <Menu.Item key={to} component={Link} to={to} leftSection={<Icon size={18} aria-hidden />}>
              {t(text)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </nav>
  );
}
