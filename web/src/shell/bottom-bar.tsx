import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { usePlaces } from './places.ts';
import styles from './shell.module.css';

/** The rail of a phone. */
export function BottomBar() {
  const { t } = useTranslation('shell');
  return (
    <nav className={styles.bottom} aria-label={t('navigation')}>
      {usePlaces().map(({ to, text, icon: Icon }) => (
        <Link key={to} to={to} className={styles.place ?? ''} activeOptions={{ exact: to === '/' }}>
          <Icon size={20} aria-hidden />
          {t(text)}
        </Link>
      ))}
    </nav>
  );
}
