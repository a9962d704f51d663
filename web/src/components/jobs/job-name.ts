import { useTranslation } from 'react-i18next';
import type { ListedJob } from '../../../../src/contract/index.ts';

const known = [
  'send',
  'verify',
  'importFiles',
  'exportFiles',
  'exportNifti',
  'keepNifti',
  'nodeGet',
  'nodeMove',
  'upload',
] as const;

/** What a job is called: what it does, and to what. */
export function useJobName(): (job: Pick<ListedJob, 'kind' | 'input'>) => string {
  const { t } = useTranslation('jobs');
  return ({ kind, input }) => {
    const name = known.find((each) => each === kind);
    const words = name === undefined ? kind : t(`kind_${name}`);
    const about = aboutOf(input);
    return about === '' ? words : `${words}: ${about}`;
  };
}

/** The node that something is sent to or fetched from, or the file that was uploaded. */
function aboutOf(input: unknown): string {
  const { node, name } = (input ?? {}) as Readonly<Record<string, unknown>>;
  return [node, name].find((each) => typeof each === 'string') ?? '';
}
