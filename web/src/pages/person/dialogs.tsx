/** What opens over the page of somebody. */
import { useTranslation } from 'react-i18next';
import type { ElsewhereStudy, HistoryStudy, ListedFile, Somebody } from '../../../../src/contract/index.ts';
import { PapersDialog } from '../../components/papers/papers-dialog.tsx';
import { UploadLinkDialog } from '../../components/share/upload-link-dialog.tsx';
import { personName } from '../../format/person-name.ts';
import type { AddDialog } from './documents/add-menu.tsx';
import { DocumentView } from './documents/document-view.tsx';
import { NoteDialog } from './documents/note-dialog.tsx';
import { ElsewhereDialog } from './elsewhere/elsewhere-dialog.tsx';

/** Something to add, or what is elsewhere to be changed. */
export type OpenDialog = AddDialog | ElsewhereStudy;

interface DialogsProps {
  readonly somebody: Somebody;
  readonly studies: readonly HistoryStudy[];
  /** The document that is looked at. */
  readonly file: ListedFile | undefined;
  readonly open: OpenDialog | undefined;
  readonly onCloseFile: () => void;
  readonly onClose: () => void;
}

export function Dialogs({ somebody, studies, file, open, onCloseFile, onClose }: DialogsProps) {
  const { t } = useTranslation('asking');
  const name = personName(somebody.name ?? '');
  if (file) return <DocumentView file={file} onClose={onCloseFile} />;
  if (open === undefined) return null;
  if (open === 'note') return <NoteDialog somebody={somebody} onClose={onClose} />;
  if (open === 'papers') return <PapersDialog somebody={somebody} onClose={onClose} />;
  if (open === 'ask') {
    const about = name === '' ? '' : t('ofSomebody', { name });
    return <UploadLinkDialog about={about} onClose={onClose} />;
  }
  const known = open === 'elsewhere' ? undefined : open;
  return <ElsewhereDialog somebody={somebody} studies={studies} known={known} onClose={onClose} />;
}
