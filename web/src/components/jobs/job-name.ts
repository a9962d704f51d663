import { useTranslation } from 'react-i18next';
import type { JobOperation, ListedJob, RuleJobKind } from '../../../../src/contract/index.ts';

type KnownKind = JobOperation | RuleJobKind | 'upload' | 'scheduledRetrieve';

/** All of them: one that is new to the server has to have words here. */
const known: Readonly<Record<KnownKind, true>> = {
  send: true,
  verify: true,
  importFiles: true,
  exportFiles: true,
  exportNifti: true,
  keepNifti: true,
  nodeGet: true,
  nodeMove: true,
  nodeFetch: true,
  treeBuild: true,
  ruleReplay: true,
  ruleRun: true,
  ruleLabel: true,
  ruleSet: true,
  ruleCommand: true,
  ruleCommandRepeatable: true,
  ruleSubmit: true,
  ruleSubmitRepeatable: true,
  ruleWebhook: true,
  ruleWebhookOnce: true,
  ruleNotify: true,
  ruleMail: true,
  ruleExtension: true,
  ruleExtensionRepeatable: true,
  scheduleNotify: true,
  treeConvert: true,
  upload: true,
  scheduledRetrieve: true,
};

const isKnown = (kind: string): kind is KnownKind => Object.hasOwn(known, kind);

/** What a job is called: what it does, and to what. */
export function useJobName(): (job: Pick<ListedJob, 'kind' | 'input'>) => string {
  const { t } = useTranslation('jobs');
  return ({ kind, input }) => {
    const words = isKnown(kind) ? t(`kind_${kind}`) : kind;
    const about = aboutOf(input);
    return about === '' ? words : `${words}: ${about}`;
  };
}

/** The node that something is sent to or fetched from, or the file that was uploaded. */
function aboutOf(input: unknown): string {
  const { node, name } = (input ?? {}) as Readonly<Record<string, unknown>>;
  return [node, name].find((each) => typeof each === 'string') ?? '';
}
