/** The active pane, or all planes of a volume, as a picture: to a file, to the clipboard, on paper. */
import { Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCamera } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { saveBlob } from '../../components/save.ts';
import { useFailed } from '../../components/use-failed.ts';
import { MenuButton } from '../menu-button.tsx';
import { pictureOf } from './picture-of.ts';

const mediaType = 'image/png';

/** @param of a CSS selector: what is taken */
export function PictureMenu({ of }: { readonly of: string }) {
  const { t } = useTranslation('workspace');
  const failed = useFailed();
  const take = async (hasWords: boolean): Promise<Blob | undefined> => {
    const element = document.querySelector<HTMLElement>(of);
    const picture = element ? pictureOf(element, hasWords) : undefined;
    return await new Promise((resolve) => {
      if (picture) picture.toBlob((blob) => resolve(blob ?? undefined), mediaType);
      else resolve(undefined);
    });
  };
  const save = async (hasWords: boolean) => {
    const blob = await take(hasWords);
    if (blob) saveBlob(blob, 'picture.png');
  };
  const copy = async () => {
    const blob = await take(false);
    if (!blob) return;
    await navigator.clipboard.write([new ClipboardItem({ [mediaType]: blob })]);
    notifications.show({ message: t('pictureCopied') });
  };
  return (
    <Menu width={300} position="bottom-end">
      <MenuButton label={t('picture')} icon={IconCamera} />
      <Menu.Dropdown>
        <Menu.Item onClick={() => void save(false).catch(failed)}>{t('pictureWithout')}</Menu.Item>
        <Menu.Item onClick={() => void save(true).catch(failed)}>{t('pictureWith')}</Menu.Item>
        <Menu.Item onClick={() => void copy().catch(failed)}>{t('pictureCopy')}</Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => window.print()}>{t('print')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
