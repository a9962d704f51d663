import { useTranslation } from 'react-i18next';
import type { ElsewhereStudy } from '../../../../../src/contract/index.ts';
import { modalities } from './modalities.ts';

/** What a study that is elsewhere is called: "CT, knee". */
export function useElsewhereName(): (known: Pick<ElsewhereStudy, 'modality' | 'bodyPart'>) => string {
  const { t } = useTranslation('elsewhere');
  return ({ modality, bodyPart }) => {
    const known = modalities.find((each) => each === modality);
    const kind = known ? t(`modality_${known}`) : (modality ?? t('study'));
    return [kind, bodyPart].filter((text) => text !== '').join(', ');
  };
}
