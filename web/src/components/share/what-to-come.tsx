import { Radio, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface WhatToComeProps {
  readonly isOpenEnded: boolean;
  readonly onChange: (isOpenEnded: boolean) => void;
}

/** Of somebody: what there is now, or also what is still to come. */
export function WhatToCome({ isOpenEnded, onChange }: WhatToComeProps) {
  const { t } = useTranslation('share');
  return (
    <Radio.Group
      aria-label={t('what')}
      value={isOpenEnded ? 'ever' : 'now'}
      onChange={(value) => onChange(value === 'ever')}
    >
      <Stack gap="xs">
        <Radio value="ever" label={t('withNew')} />
        <Radio value="now" label={t('onlyThese')} />
      </Stack>
    </Radio.Group>
  );
}
