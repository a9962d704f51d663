/** Something that is done beside the page. It is there while it is rendered. */
import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

export type DialogSize = 'md' | 'lg' | 'xl';

interface DialogProps {
  readonly title: ReactNode;
  readonly size?: DialogSize;
  /** Holds something that is shown this once: a slip of the mouse does not close it. */
  readonly isKept?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function Dialog({ title, size = 'md', isKept = false, onClose, children }: DialogProps) {
  const { t } = useTranslation('common');
  return (
    <Modal.Root opened onClose={onClose} size={size} closeOnClickOutside={!isKept}>
      <Modal.Overlay />
      <Modal.Content>
        {/* A <header> would be a second banner of the page. */}
        <Modal.Header renderRoot={(props) => <div {...props} />}>
          <Modal.Title style={{ overflowWrap: 'anywhere' }}>{title}</Modal.Title>
          <Modal.CloseButton aria-label={t('close')} />
        </Modal.Header>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
