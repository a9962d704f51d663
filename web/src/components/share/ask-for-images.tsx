/** A button that asks somebody to send images, for who may let others do so. */
import { Button } from '@mantine/core';
import { IconMailShare } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMayAskForImages } from './inboxes.ts';
import { UploadLinkDialog } from './upload-link-dialog.tsx';

export function AskForImages({ about }: { readonly about?: string }) {
  const { t } = useTranslation('asking');
  const [isOpen, setOpen] = useState(false);
  if (!useMayAskForImages()) return null;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconMailShare size={16} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {t('ask')}
      </Button>
      {isOpen && <UploadLinkDialog about={about} onClose={() => setOpen(false)} />}
    </>
  );
}
