import type { KnownNode, Level } from '../contract/index.ts';
import { type Dataset, parseDataset, plainTransferSyntaxes, tags } from '../dicom/index.ts';
import { type ClientAssociation, encodeQueryOptions, statuses } from '../dimse/index.ts';
import { type Dialler, dial, hangUp, requireSuccess } from './dial.ts';
import type { NodeQueries } from './source.ts';

/** The study root model: every archive has it, and no patient level stands in the way. PS3.4 C.6.2. */
const STUDY_ROOT_FIND = '1.2.840.10008.5.1.4.1.2.2.1';
/** PS3.4 K.6.1. */
const WORKLIST_FIND = '1.2.840.10008.5.1.4.31';
const PATIENT_ROOT_FIND = '1.2.840.10008.5.1.4.1.2.1.1';

const roots = { patient: PATIENT_ROOT_FIND, study: STUDY_ROOT_FIND, worklist: WORKLIST_FIND } as const;

const levelNames: Readonly<Record<Level, string>> = {
  patient: 'PATIENT',
  study: 'STUDY',
  series: 'SERIES',
  instance: 'IMAGE',
};

/** C-FIND requests to one node, one after the other on one association. */
export class DimseQueries implements NodeQueries {
  readonly #association: ClientAssociation;
  readonly #sopClassUid: string;
  readonly #signal: AbortSignal | undefined;

  private constructor(association: ClientAssociation, sopClassUid: string, signal: AbortSignal | undefined) {
    this.#association = association;
    this.#sopClassUid = sopClassUid;
    this.#signal = signal;
    signal?.addEventListener('abort', this.#abort);
    if (signal?.aborted) this.#abort();
  }

  /** Rejects with `net/*` or `dimse/*`. @param root the highest level that is asked for. @param signal ends what is asked. */
  static async open(
    dialler: Dialler,
    node: KnownNode,
    root: keyof typeof roots,
    signal?: AbortSignal,
  ): Promise<DimseQueries> {
    const sopClassUid = roots[root];
    const information = encodeQueryOptions({ relationalQueries: true, fuzzyPersonNames: true });
    const association = await dial(
      dialler,
      node,
      [{ abstractSyntax: sopClassUid, transferSyntaxes: plainTransferSyntaxes }],
      { extendedNegotiations: [{ sopClassUid, information }], signal },
    );
    return new DimseQueries(association, sopClassUid, signal);
  }

  /** Leaving the loop early cancels it there. */
  find(level: Level, keys: Dataset): AsyncGenerator<Dataset, void, void> {
    keys.set(tags.QueryRetrieveLevel, 'CS', [levelNames[level]]);
    return this.ask(keys);
  }

  /** The keys as they are; a worklist has no levels. */
  async *ask(keys: Dataset): AsyncGenerator<Dataset, void, void> {
    const matches = this.#association.find({ sopClassUid: this.#sopClassUid, identifier: keys });
    try {
      for (;;) {
        const next = await matches.next();
        if (next.done) {
          // Also where it says Cancel: who wanted to cancel has left the loop, and the node has more.
          requireSuccess(next.value);
          return;
        }
        yield parseDataset(next.value.identifier, next.value.transferSyntaxUid);
      }
    } finally {
      await matches.return({ status: statuses.cancel }).catch(() => {});
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#signal?.removeEventListener('abort', this.#abort);
    await hangUp(this.#association);
  }

  readonly #abort = (): void => this.#association.abort('ended by us');
}
