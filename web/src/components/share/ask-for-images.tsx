/** A button that asks somebody to send images, for who may let others do so. */
import { Button } from '@mantine/core';
import { IconMailShare } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMayAskForImages } from './inboxes.ts';
import { UploadLinkDialog } from './upload-link-dialog.tsx';

interface AskForImagesProps {
  readonly about?: string;
  /** The address of the page says that the dialog is there, until it is closed. */
  readonly isAsked?: boolean | undefined;
  readonly onClose?: () => void;
}

export function AskForImages({ about, isAsked = false, onClose }: AskForImagesProps) {
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
      {(isOpen || isAsked) && (
        <UploadLinkDialog
          about={about}
          onClose={() => {
            setOpen(false);
            onClose?.();
          }}
        />
      )}
    </>
  );
}
