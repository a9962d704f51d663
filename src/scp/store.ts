import type { Audit } from '../access/index.ts';
import type { Archive } from '../archive/index.ts';
import type { Clock } from '../base/index.ts';
import type { StoreRequest, StoreSink } from '../dimse/index.ts';
import { openStoreSink } from '../nodes/index.ts';
import { noteRequest } from './audit.ts';
import { requireRight, type Session } from './session.ts';

/** C-STORE from whoever may store. */
export function openStore(
  archive: Archive,
  audit: Audit,
  clock: Clock,
  request: StoreRequest<Session>,
): StoreSink {
  const { association } = request;
  const { actor, scope } = requireRight(association, 'store');
  const { callingAeTitle: sender, calledAeTitle: receiver } = association;
  return openStoreSink({ archive, clock }, request, {
    ...{ actor, scope, sender, receiver },
    stored: ({ studyInstanceUid }) => noteRequest(audit, association, 'C-STORE', 'store', [studyInstanceUid]),
  });
}
