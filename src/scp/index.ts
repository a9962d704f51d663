/** The DICOM port: a request becomes a call of the archive, its outcome a status. */
import type { Archive } from '../archive/index.ts';
import type { Clock } from '../base/index.ts';
import { type DimseHandlers, statuses } from '../dimse/index.ts';
import type { CommitmentReports, Nodes } from '../nodes/index.ts';
import { type AssociatePolicy, answerAssociation } from './associate.ts';
import { answerCommitment } from './commitment.ts';
import { answerFind } from './find.ts';
import { answerGet, answerMove } from './retrieve.ts';
import type { Session } from './session.ts';
import { openStore } from './store.ts';

export type { AssociatePolicy } from './associate.ts';
export type { Session } from './session.ts';

export interface ScpParts {
  readonly archive: Archive;
  readonly nodes: Nodes;
  readonly reports: CommitmentReports;
  readonly policy: AssociatePolicy;
  readonly clock: Clock;
}

/** What our DICOM port answers. */
export function createHandlers({ archive, nodes, reports, policy, clock }: ScpParts): DimseHandlers<Session> {
  return {
    associate: (request) => answerAssociation(nodes.registry, policy, request),
    echo: () => ({ status: statuses.success }),
    store: (request) => openStore(archive, clock, request),
    find: (request, identifier) => answerFind(archive, request, identifier),
    get: (request, identifier) => answerGet(archive, request, identifier),
    move: (request, identifier) => answerMove(archive, nodes, request, identifier),
    nAction: (request, information) => answerCommitment(reports, request, information),
    nEventReport: nodes.commitments.reported,
  };
}
