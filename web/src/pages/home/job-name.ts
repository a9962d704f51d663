import { useTranslation } from 'react-i18next';

const known = ['send', 'verify', 'importFiles', 'exportFiles', 'nodeGet', 'nodeMove', 'upload'] as const;

/** What a kind of job is called. */
export function useJobName(): (kind: string) => string {
  const { t } = useTranslation('home');
  return (kind) => {
    const name = known.find((each) => each === kind);
    return name === undefined ? kind : t(`job_${name}`);
  };
}
