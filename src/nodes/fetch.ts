import type { IsocenterError } from '../base/index.ts';
import type { Actor, KnownNode, RemoteTarget, Scope } from '../contract/index.ts';
import { Dataset, plainTransferSyntaxes, storageSopClasses } from '../dicom/index.ts';
import {
  type ContextProposal,
  type DimseHandlers,
  type RetrieveCallbacks,
  type RetrieveResult,
  statusKind,
} from '../dimse/index.ts';
import { type Dialler, dial, requireSuccess, type TransferParts, withAssociation } from './dial.ts';
import { requireDimse } from './dimse-node.ts';
import { isOfThisArchive } from './of-node.ts';
import { paced } from './pace.ts';
import type { RetrieveOptions } from './source.ts';
import { openStoreSink } from './store-sink.ts';

/** The study root models: every archive has them, and no patient level stands in the way. PS3.4 C.6.2. */
const STUDY_ROOT_MOVE = '1.2.840.10008.5.1.4.1.2.2.2';
const STUDY_ROOT_GET = '1.2.840.10008.5.1.4.1.2.2.3';

const compressedSyntaxes = [
  ...['1.2.840.10008.1.2.4.50', '1.2.840.10008.1.2.4.51', '1.2.840.10008.1.2.4.70', '1.2.840.10008.1.2.4.57'],
  ...['1.2.840.10008.1.2.4.80', '1.2.840.10008.1.2.4.81', '1.2.840.10008.1.2.4.90', '1.2.840.10008.1.2.4.91'],
  ...['1.2.840.10008.1.2.4.201', '1.2.840.10008.1.2.4.202', '1.2.840.10008.1.2.4.203', '1.2.840.10008.1.2.5'],
  ...['1.2.840.10008.1.2.4.102', '1.2.840.10008.1.2.4.103'],
];

/** What clinics hold, most of it; proposed before all other storage classes. Suffixes of 1.2.840.10008.5.1.4.1.1. */
const commonClasses = [
  ...[
    '1',
    '1.1',
    '1.1.1',
    '1.2',
    '1.2.1',
    '1.3',
    '2',
    '2.1',
    '3.1',
    '4',
    '4.1',
    '4.2',
    '6.1',
    '7',
    '7.1',
    '7.2',
  ],
  ...[
    '7.3',
    '7.4',
    '9.1.1',
    '9.1.2',
    '9.1.3',
    '9.2.1',
    '11.1',
    '12.1',
    '12.1.1',
    '12.2',
    '13.1.1',
    '13.1.3',
    '20',
  ],
  ...[
    '30',
    '66',
    '66.1',
    '66.4',
    '77.1.1',
    '77.1.1.1',
    '77.1.4',
    '77.1.4.1',
    '77.1.6',
    '88.11',
    '88.22',
    '88.33',
  ],
  ...[
    '88.34',
    '88.40',
    '88.59',
    '88.67',
    '104.1',
    '104.2',
    '128',
    '128.1',
    '130',
    '481.1',
    '481.2',
    '481.3',
    '481.5',
  ],
].map((suffix) => `1.2.840.10008.5.1.4.1.1.${suffix}`);

/** Two contexts each, and one for C-GET itself, fill an association (PS3.8 9.3.2.2: odd ids up to 255). */
const CLASSES_PER_ASSOCIATION = 63;

/** C-GET from a node into the archive. Rejects also with `store/*`, `catalog/*` when that takes nothing in. */
export async function getFromNode(
  { archive, dialler }: TransferParts,
  actor: Actor,
  scope: Scope,
  node: KnownNode,
  target: RemoteTarget,
  { pace, ...callbacks }: RetrieveOptions,
): Promise<RetrieveResult> {
  const { aeTitle: sender } = requireDimse(node);
  /** The node is told that it failed, and says so: that is not why. */
  let failure: IsocenterError | undefined;
  const failed = (error: IsocenterError): void => {
    if (isOfThisArchive(error.code)) failure ??= error;
  };
  const store: NonNullable<DimseHandlers['store']> = (request) => {
    const receiver = request.association.callingAeTitle;
    const sink = openStoreSink({ archive, clock: dialler.clock }, request, {
      actor,
      scope,
      sender,
      receiver,
      failed,
    });
    return pace ? paced(sink, pace) : sink;
  };
  const { signal } = callbacks;
  const opening = dial(dialler, node, getContexts(), { handlers: { store }, signal });
  return await withAssociation(opening, async (association) => {
    const getting = association.get({
      sopClassUid: STUDY_ROOT_GET,
      identifier: targetIdentifier(target),
      store,
      ...callbacks,
    });
    // Some end the association when we take no more.
    const result = await getting.catch((error: unknown) => Promise.reject(failure ?? error));
    if (failure) throw failure;
    return requirePerformed(result);
  });
}

/** C-MOVE on a node: it sends to whoever it knows by that title. */
export async function moveFromNode(
  dialler: Dialler,
  node: KnownNode,
  target: RemoteTarget,
  moveDestination: string,
  callbacks: RetrieveCallbacks,
): Promise<RetrieveResult> {
  const contexts = [{ abstractSyntax: STUDY_ROOT_MOVE, transferSyntaxes: plainTransferSyntaxes }];
  const opening = dial(dialler, node, contexts, { signal: callbacks.signal });
  return await withAssociation(opening, async (association) =>
    requirePerformed(
      await association.move({
        sopClassUid: STUDY_ROOT_MOVE,
        identifier: targetIdentifier(target),
        moveDestination,
        ...callbacks,
      }),
    ),
  );
}

/** A retrieval that was refused as a whole has nothing to count: throws `dimse/failed`. */
function requirePerformed(result: RetrieveResult): RetrieveResult {
  const { status, completed, warning, failed } = result;
  if (statusKind(status) === 'failure' && completed + warning + failed === 0) requireSuccess(result);
  return result;
}

/** Plain and compressed in contexts of their own: in one, the peer would choose plain and have to decompress. */
function getContexts(): ContextProposal[] {
  const classes = [...new Set([...commonClasses, ...storageSopClasses()])].slice(0, CLASSES_PER_ASSOCIATION);
  const storage = classes.flatMap((abstractSyntax): ContextProposal[] => [
    { abstractSyntax, transferSyntaxes: plainTransferSyntaxes, role: 'scp' },
    { abstractSyntax, transferSyntaxes: compressedSyntaxes, role: 'scp' },
  ]);
  return [{ abstractSyntax: STUDY_ROOT_GET, transferSyntaxes: plainTransferSyntaxes }, ...storage];
}

/** PS3.4 C.4.2.2.1: unique keys of the level asked for and of those above it. */
function targetIdentifier({ studies, series, instances }: RemoteTarget): Dataset {
  const level = instances?.length ? 'IMAGE' : series?.length ? 'SERIES' : 'STUDY';
  return Dataset.of({
    QueryRetrieveLevel: level,
    StudyInstanceUID: studies,
    ...(series?.length ? { SeriesInstanceUID: series } : {}),
    ...(instances?.length ? { SOPInstanceUID: instances } : {}),
  });
}
