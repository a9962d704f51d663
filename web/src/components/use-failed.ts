import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { sessionEnded } from '../api/session.ts';

/** Tells what went wrong with something that was to be done. */
export function useFailed(): (error: unknown) => void {
  const { t } = useTranslation('common');
  return (error) => {
    sessionEnded.notice(error);
    const message = error instanceof Error ? error.message : String(error);
    notifications.show({ color: 'red', title: t('somethingWrong'), message });
  };
}
