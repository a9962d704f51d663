/** Links that extensions put onto a page. They lead elsewhere: nothing of this page goes along but what stands in their address. */
import { Button, Group } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { filledAddress, type LinkPage } from '../../../../src/contract/index.ts';
import { extensionLinks } from '../../api/extension-links.ts';

interface ExtensionLinksProps {
  readonly page: LinkPage;
  /** What is shown, by the places of addresses. */
  readonly values: Readonly<Record<string, string>>;
}

export function ExtensionLinks({ page, values }: ExtensionLinksProps) {
  const { t } = useTranslation('study');
  const { data } = useQuery(extensionLinks);
  const links = data?.links.filter((link) => link.page === page) ?? [];
  if (links.length === 0) return null;
  return (
    <Group gap={8}>
      {links.map(({ extension, name, title, href }) => (
        <Button
          key={`${extension}.${name}`}
          component="a"
          href={filledAddress(href, values)}
          target="_blank"
          rel="noopener noreferrer"
          size={page === 'study' ? 'xs' : 'compact-xs'}
          variant="default"
          title={t('linkOf', { extension })}
          rightSection={<IconExternalLink size={14} aria-hidden />}
        >
          <bdi>{title}</bdi>
        </Button>
      ))}
    </Group>
  );
}
