import { Dataset, parseDataset, tags, uidsOfType } from '../../src/dicom/index.ts';
import {
  acceptContexts,
  connect,
  type DimseHandlers,
  type FindBatch,
  type GetItem,
  isValidAeTitle,
  type OutgoingInstance,
  planContexts,
  rejections,
  type StatusAnswer,
  type StoreRequest,
  type StoreSink,
  type SubOperationResult,
  type SubOperations,
  statuses,
} from '../../src/dimse/index.ts';

export interface ToyInstance extends OutgoingInstance {
  readonly dataSet: Uint8Array;
  readonly studyInstanceUid: string;
}

/** Everything, but what the samples are in comes first. */
const allTransferSyntaxes = [
  '1.2.840.10008.1.2.1',
  ...uidsOfType('Transfer Syntax').map((entry) => entry.uid),
];

/** An archive in memory, just enough to have DIMSE handlers for: no catalog, no disk, no rights. */
export class ToyArchive {
  readonly instances = new Map<string, ToyInstance>();
  /** Storage commitment requests that came in. */
  readonly commitments: Dataset[] = [];
  readonly eventReports: Dataset[] = [];
  /** Where C-MOVE may send to. */
  readonly destinations = new Map<string, { host: string; port: number }>();

  readonly handlers: DimseHandlers<string> = {
    associate: ({ callingAeTitle, request }) => {
      if (callingAeTitle === 'STRANGER') return { accept: false, ...rejections.callingAeTitleNotRecognized };
      const agreement = acceptContexts(request, { transferSyntaxes: () => allTransferSyntaxes });
      return { accept: true, ...agreement, session: callingAeTitle };
    },
    echo: () => ({ status: statuses.success }),
    store: (request) => this.storeSink(request),
    find: (request, identifier) => this.#find(parseDataset(identifier, request.transferSyntaxUid)),
    get: (request, identifier) => this.#get(parseDataset(identifier, request.transferSyntaxUid)),
    move: (request, identifier) =>
      this.#move(parseDataset(identifier, request.transferSyntaxUid), request.moveDestination),
    nAction: (request, information) => {
      this.commitments.push(parseDataset(information!, request.transferSyntaxUid));
      return { status: statuses.success };
    },
    nEventReport: (request, information) => {
      this.eventReports.push(parseDataset(information!, request.transferSyntaxUid));
      return { status: statuses.success };
    },
  };

  storeSink(request: StoreRequest): StoreSink {
    const chunks: Uint8Array[] = [];
    return {
      write: (chunk) => void chunks.push(chunk),
      end: async () => this.#keep(request, Buffer.concat(chunks)),
      abort: () => {
        chunks.length = 0;
      },
    };
  }

  #keep(request: StoreRequest, dataSet: Uint8Array): StatusAnswer {
    const { sopClassUid, sopInstanceUid, transferSyntaxUid } = request;
    const header = parseDataset(dataSet, transferSyntaxUid);
    const studyInstanceUid = header.string(tags.StudyInstanceUID) ?? '';
    if (header.string(tags.SOPInstanceUID) !== sopInstanceUid) return { status: statuses.dataSetMismatch };
    this.instances.set(sopInstanceUid, {
      sopClassUid,
      sopInstanceUid,
      transferSyntaxUid,
      dataSet,
      studyInstanceUid,
    });
    return { status: statuses.success };
  }

  async *#find(keys: Dataset): AsyncGenerator<FindBatch> {
    const studies = new Set([...this.instances.values()].map((instance) => instance.studyInstanceUid));
    const wanted = keys.string(tags.StudyInstanceUID);
    for (const uid of studies) {
      if (wanted && wanted !== uid) continue;
      yield [Dataset.of({ QueryRetrieveLevel: 'STUDY', StudyInstanceUID: uid })];
    }
  }

  #selected(keys: Dataset): ToyInstance[] {
    const study = keys.string(tags.StudyInstanceUID);
    return [...this.instances.values()].filter((instance) => instance.studyInstanceUid === study);
  }

  #get(keys: Dataset): SubOperations<GetItem> {
    const items = this.#selected(keys);
    return { count: items.length, items };
  }

  #move(keys: Dataset, destination: string): SubOperations<SubOperationResult> {
    const address = this.destinations.get(destination);
    const items = this.#selected(keys);
    if (!address || !isValidAeTitle(destination)) {
      return { count: 0, items: ending({ status: statuses.moveDestinationUnknown }) };
    }
    return { count: items.length, items: this.#sendAll(items, { ...address, calledAeTitle: destination }) };
  }

  async *#sendAll(
    items: readonly ToyInstance[],
    peer: { host: string; port: number; calledAeTitle: string },
  ): AsyncGenerator<SubOperationResult> {
    const [contexts = []] = planContexts(items);
    const association = await connect({ ...peer, callingAeTitle: 'TOY', contexts });
    for (const item of items) {
      const { status } = await association.store(item);
      yield { outcome: status === 0 ? 'completed' : 'failed', sopInstanceUid: item.sopInstanceUid };
    }
    await association.release();
  }
}

// biome-ignore lint/correctness/useYield: sub-operations that end before the first
async function* ending(answer: StatusAnswer): AsyncGenerator<never, StatusAnswer> {
  return answer;
}
