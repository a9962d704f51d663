import { useTranslation } from 'react-i18next';
import type { QuarantinedFile } from '../../../../../src/contract/index.ts';
import { personName } from '../../../format/person-name.ts';

/** What the codes of the errors register mean for a file; others are told as the server says them. */
const reasons = {
  'dicom/truncated': 'truncated',
  'dicom/not-dicom': 'notDicom',
  'dicom/bad-length': 'damagedElements',
  'dicom/bad-value': 'damagedElements',
  'dicom/limit': 'limit',
  'dicom/unsupported-transfer-syntax': 'transferSyntax',
  'ingest/missing-uid': 'missingUid',
  'ingest/bad-uid': 'badUid',
  'ingest/mismatch': 'mismatch',
  'archive/damaged': 'changed',
  'archive/swapped': 'swapped',
  'archive/unfinished': 'unfinished',
  'store/torn-record': 'tornRecord',
} as const;

const isKnown = (code: string): code is keyof typeof reasons => Object.hasOwn(reasons, code);

export function useQuarantineWords() {
  const { t } = useTranslation('quarantine');
  return {
    whyWords: ({ code, reason }: Pick<QuarantinedFile, 'code' | 'reason'>): string => {
      if (code !== null && isKnown(code)) return t(`why_${reasons[code]}`);
      return reason === '' ? t('whyUnknown') : reason;
    },
    /** Whose it is, or what, where that cannot be read. */
    whatWords: ({ patientName, patientId, kind }: QuarantinedFile): string =>
      personName(patientName ?? '') || patientId || t(`kind_${kind}`),
    fromWords: ({ origin, key }: QuarantinedFile): string => origin?.sender || key || '',
  };
}
