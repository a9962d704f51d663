import type { Archive } from '../archive/index.ts';
import type { Clock } from '../base/index.ts';
import { type DimseHandlers, statuses } from '../dimse/index.ts';
import type { NodeRegistry } from '../nodes/index.ts';
import { type AssociatePolicy, answerAssociation } from './associate.ts';
import type { Session } from './session.ts';
import { openStore } from './store.ts';

export type { AssociatePolicy } from './associate.ts';

export interface ScpParts {
  readonly archive: Archive;
  readonly registry: NodeRegistry;
  readonly policy: AssociatePolicy;
  readonly clock: Clock;
}

/** What our DICOM port answers. */
export function createHandlers({ archive, registry, policy, clock }: ScpParts): DimseHandlers<Session> {
  return {
    associate: (request) => answerAssociation(registry, policy, request),
    echo: () => ({ status: statuses.success }),
    store: (request) => openStore(archive, clock, request),
  };
}
