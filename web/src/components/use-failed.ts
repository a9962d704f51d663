import { notifications } from '@mantine/notifications';
import { createElement } from 'react';
import { useTranslation } from 'react-i18next';
import { sessionEnded } from '../api/session.ts';
import { Failure } from './failure.tsx';

/** Tells what went wrong with something that was to be done. */
export function useFailed(): (error: unknown) => void {
  const { t } = useTranslation('common');
  return (error) => {
    sessionEnded.notice(error);
    notifications.show({
      ...{ color: 'red', title: t('somethingWrong'), message: createElement(Failure, { error }) },
      closeButtonProps: { 'aria-label': t('close') },
    });
  };
}
