/** What panes do together. */
import { Menu } from '@mantine/core';
import { IconLink } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { MenuButton } from '../menu-button.tsx';
import { type LinkKind, type Links, linkKinds } from './links.ts';

interface LinkMenuProps {
  readonly links: Links;
  readonly onLinks: (links: Links) => void;
}

export function LinkMenu({ links, onLinks }: LinkMenuProps) {
  const { t } = useTranslation('workspace');
  return (
    <Menu width={280} closeOnItemClick={false}>
      <MenuButton label={t('links')} icon={IconLink} />
      <Menu.Dropdown>
        {(Object.keys(linkKinds) as LinkKind[]).map((kind) => (
          <Menu.CheckboxItem
            key={kind}
            checked={links[kind]}
            onChange={(isLinked) => onLinks({ ...links, [kind]: isLinked })}
          >
            {t(`link_${kind}`)}
          </Menu.CheckboxItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
