import { IsocenterError } from '../base/index.ts';
import { type Actor, type Caller, everything, rights } from '../contract/index.ts';

/** Who holds the data directory may do everything, and so may the archive itself. Others: `archive/forbidden`. */
export function admitLocal(subject: Actor): Caller {
  if (subject.kind !== 'local' && subject.kind !== 'system')
    throw new IsocenterError('archive/forbidden', { actor: subject.name, action: 'run jobs' });
  return { actor: subject, scope: everything, rights: new Set(rights), address: 'job' };
}
