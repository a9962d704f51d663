/** Around all pages of who administers the archive: which there are, and that they are for administrators. */
import { NavLink, ScrollArea, Skeleton } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { me } from '../../api/queries.ts';
import { useMay } from '../../api/rights.ts';
import { adminPlaces } from '../../components/admin-places.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { isAt } from '../../components/is-at.ts';
import { Problem } from '../../components/problem.tsx';
import styles from './admin.module.css';

export function Admin() {
  const { t } = useTranslation(['admin', 'shell']);
  const { pathname } = useLocation();
  const may = useMay();
  const { data, error } = useQuery(me);
  if (error && !data) return <Problem error={error} />;
  if (!data) return <Skeleton h={320} />;
  if (!may('administer'))
    return <EmptyState icon={IconLock} title={t('notYours')} meaning={t('notYoursMeaning')} />;
  return (
    <div className={styles.frame}>
      <nav className={styles.places} aria-label={t('shell:admin')}>
        <ScrollArea type="never" viewportProps={{ tabIndex: -1 }}>
          <div className={styles.list}>
            {adminPlaces.map(({ to, text, icon: Icon }) => (
              <NavLink
                key={to}
                component={Link}
                to={to}
                active={isAt(to, pathname)}
                aria-current={isAt(to, pathname) ? 'page' : undefined}
                label={t(`shell:${text}`)}
                leftSection={<Icon size={18} aria-hidden />}
                bdrs="md"
                className={styles.place ?? ''}
              />
            ))}
          </div>
        </ScrollArea>
      </nav>
      <div className={styles.page}>
        <Outlet />
      </div>
    </div>
  );
}
