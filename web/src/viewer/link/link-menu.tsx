/** What panes do together. */
import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconLink } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type LinkKind, type Links, linkKinds } from './links.ts';

interface LinkMenuProps {
  readonly links: Links;
  readonly onLinks: (links: Links) => void;
}

export function LinkMenu({ links, onLinks }: LinkMenuProps) {
  const { t } = useTranslation('workspace');
  return (
    <Menu width={280} closeOnItemClick={false}>
      <Menu.Target>
        <Tooltip label={t('links')} openDelay={400}>
          <ActionIcon size="lg" variant="subtle" color="gray" aria-label={t('links')}>
            <IconLink size={20} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
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
