/** Tells who makes a link by a name that this machine has for itself alone: nobody else gets here by it. */
import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';

const isLoopback = (host: string): boolean => /^(localhost|.+\.localhost|127\..+|\[::1\])$/.test(host);

export function OnlyHere() {
  const { t } = useTranslation('share');
  if (!isLoopback(location.hostname)) return null;
  return (
    <Alert color="yellow" variant="light">
      {t('onlyHere', { host: location.hostname })}
    </Alert>
  );
}
