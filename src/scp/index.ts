/** The DICOM port: a request becomes a call of the archive, its outcome a status. */
import type { Audit } from '../access/index.ts';
import type { Archive } from '../archive/index.ts';
import type { Clock } from '../base/index.ts';
import { type DimseHandlers, statuses } from '../dimse/index.ts';
import type { CommitmentReports, Nodes } from '../nodes/index.ts';
import { type AssociatePolicy, answerAssociation, type NodeAccess } from './associate.ts';
import { noteRejection } from './audit.ts';
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
  readonly access: NodeAccess;
  readonly audit: Audit;
  readonly policy: AssociatePolicy;
  readonly clock: Clock;
}

/** What our DICOM port answers. */
export function createHandlers(parts: ScpParts): DimseHandlers<Session> {
  const { archive, access, audit, nodes, reports, policy, clock } = parts;
  return {
    async associate(request) {
      const answer = await answerAssociation(nodes.registry, policy, access, request);
      if (!answer.accept) noteRejection(audit, request.callingAeTitle, request.peer.address);
      return answer;
    },
    echo: () => ({ status: statuses.success }),
    store: (request) => openStore(archive, audit, clock, request),
    find: (request, identifier) => answerFind(archive, audit, request, identifier),
    get: (request, identifier) => answerGet(archive, audit, request, identifier),
    move: (request, identifier) => answerMove(archive, audit, nodes, request, identifier),
    nAction: (request, information) => answerCommitment(reports, request, information),
    nEventReport: nodes.commitments.reported,
  };
}
