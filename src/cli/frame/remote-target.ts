/** What to fetch from a node: named, or found on that node first. */
import { IsocenterError } from '../../base/index.ts';
import type { CallFor } from '../../contract/index.ts';
import type { Session } from './command.ts';
import type { SelectionFlags } from './selection-options.ts';

type Target = CallFor<'nodeGet'>['target'];

const maxStudies = 1_000;

export async function remoteTarget(session: Session, node: string, flags: SelectionFlags): Promise<Target> {
  const { study, series, instance, query } = flags;
  if (study) return { studies: study, series, instances: instance };
  if (!query) {
    const reason = 'Say what: --study UID (with --series UID, --instance UID), or --query KEY=VALUE.';
    throw new IsocenterError('input/invalid', { reason });
  }
  return { studies: await findStudies(session, node, query) };
}

async function findStudies(
  session: Session,
  name: string,
  query: readonly [string, string][],
): Promise<string[]> {
  const request = { name, level: 'study', match: Object.fromEntries(query), limit: maxStudies } as const;
  const { rows } = await session.client.nodeFind(request, session);
  const studies = rows
    .map(({ StudyInstanceUID }) => StudyInstanceUID)
    .filter((uid) => typeof uid === 'string');
  if (studies.length > 0) return studies;
  throw new IsocenterError('archive/not-found', { what: `study on ${name}` });
}
