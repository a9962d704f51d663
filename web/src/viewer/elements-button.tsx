import { IconListSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useIsGuest } from '../api/rights.ts';
import type { StackView } from './engine/stack-view.ts';
import { referenceOf } from './measure/reference.ts';
import { BarButton } from './tool-bar.tsx';

/** To everything that the image that is seen says of itself; Back comes back to it. */
export function ElementsButton({ view }: { readonly view: StackView | undefined }) {
  const { t } = useTranslation('viewer');
  const navigate = useNavigate();
  const open = (shown: StackView) => {
    const { shown: index = 0 } = shown.get();
    const { study, series, sopInstanceUid: instance } = referenceOf(shown.images, index);
    void navigate({
      to: '/studies/$study',
      params: { study },
      search: { tab: 'elements', series, instance },
    });
  };
  if (useIsGuest()) return null;
  return (
    <BarButton
      label={t('imageElements')}
      icon={IconListSearch}
      isDisabled={!view}
      onClick={() => view && open(view)}
    />
  );
}
