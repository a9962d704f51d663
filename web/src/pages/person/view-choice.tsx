import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface ViewChoiceProps {
  readonly view: 'list' | 'time';
  readonly onView: (view: 'list' | 'time') => void;
}

export function ViewChoice({ view, onView }: ViewChoiceProps) {
  const { t } = useTranslation('person');
  return (
    <SegmentedControl
      value={view}
      onChange={(wanted) => onView(wanted === 'list' ? 'list' : 'time')}
      data={[
        { value: 'time', label: t('asTimeline') },
        { value: 'list', label: t('asList') },
      ]}
      aria-label={t('view')}
      w="fit-content"
      data-print-hidden
    />
  );
}
