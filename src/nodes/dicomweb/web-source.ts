import type { KnownNode, Level } from '../../contract/index.ts';
import { type Dataset, tags } from '../../dicom/index.ts';
import type { FetchWay, ImageSource, NodeQueries, QueryRoot } from '../source.ts';
import type { WebParts, WebTransferParts } from './call.ts';
import { retrieveByWeb } from './retrieve.ts';
import { searchByWeb } from './search.ts';
import type { WebNode } from './service.ts';

/** A node that is asked by QIDO-RS, and gives by WADO-RS. */
export class WebSource implements ImageSource {
  readonly ways: readonly FetchWay[];
  readonly #parts: WebParts;
  readonly #node: WebNode;

  constructor(parts: WebTransferParts, node: WebNode & KnownNode) {
    this.#parts = parts;
    this.#node = node;
    this.ways = [
      {
        name: 'WADO-RS',
        fetch: (actor, scope, target, options) => retrieveByWeb(parts, actor, scope, node, target, options),
      },
    ];
  }

  async openQueries(_root: QueryRoot, signal?: AbortSignal): Promise<NodeQueries> {
    return new WebQueries(this.#parts, this.#node, signal);
  }
}

/** Each search is a request of its own, or more where the answer comes in pages: there is nothing to close. */
class WebQueries implements NodeQueries {
  readonly #parts: WebParts;
  readonly #node: WebNode;
  readonly #signal: AbortSignal | undefined;

  constructor(parts: WebParts, node: WebNode, signal: AbortSignal | undefined) {
    this.#parts = parts;
    this.#node = node;
    this.#signal = signal;
  }

  find(level: Level, keys: Dataset): AsyncGenerator<Dataset, void, void> {
    if (level === 'patient') return this.#patients(keys);
    return searchByWeb(this.#parts, this.#node, level, keys, this.#signal);
  }

  /** DICOMweb has no patients (PS3.18 10.6.1): they are those of the studies. */
  async *#patients(keys: Dataset): AsyncGenerator<Dataset, void, void> {
    // What is not asked for is not told.
    for (const [tag, vr] of patientKeys) if (!keys.has(tag)) keys.set(tag, vr, []);
    const told = new Set<string>();
    for await (const study of searchByWeb(this.#parts, this.#node, 'study', keys, this.#signal)) {
      const patient = JSON.stringify(patientKeys.map(([tag]) => study.string(tag)?.trim() ?? ''));
      if (told.has(patient)) continue;
      told.add(patient);
      yield study;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

/** What tells patients apart: an ID may be of several issuers, who need not be named, or be missing. */
const patientKeys = [
  [tags.PatientID, 'LO'],
  [tags.IssuerOfPatientID, 'LO'],
  [tags.PatientName, 'PN'],
  [tags.PatientBirthDate, 'DA'],
] as const;
