import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core';
import { IconCheck, IconUserCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { me } from '../api/queries.ts';
import { useMay } from '../api/rights.ts';
import { changeLanguage, type Language, languages } from '../i18n/index.ts';

const looks = ['auto', 'light', 'dark'] as const;

export function AccountMenu() {
  const { t, i18n } = useTranslation('shell');
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { data } = useQuery(me);
  const may = useMay();
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('account')}>
          <IconUserCircle size={22} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {data && <Menu.Label>{data.actor.name}</Menu.Label>}
        <Menu.Item component={Link} to="/account">
          {t('yourAccount')}
        </Menu.Item>
        {may('breakGlass') && (
          <Menu.Item component={Link} to="/account/emergency">
            {t('emergency')}
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Label>{t('look')}</Menu.Label>
        {looks.map((look) => (
          <Menu.Item
            key={look}
            closeMenuOnClick={false}
            onClick={() => setColorScheme(look)}
            aria-current={colorScheme === look}
            rightSection={colorScheme === look && <IconCheck size={16} aria-hidden />}
          >
            {t(look)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t('language')}</Menu.Label>
        {Object.entries(languages).map(([name, words]) => (
          <Menu.Item
            key={name}
            lang={name}
            onClick={() => void changeLanguage(name as Language)}
            aria-current={i18n.language === name}
            rightSection={i18n.language === name && <IconCheck size={16} aria-hidden />}
          >
            {words}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <form method="post" action="/logout">
          <Menu.Item component="button" type="submit" closeMenuOnClick={false}>
            {t('logOut')}
          </Menu.Item>
        </form>
      </Menu.Dropdown>
    </Menu>
  );
}
