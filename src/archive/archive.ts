import type { ByteSink } from '../base/index.ts';
import type { Actor, Scope } from '../contract/index.ts';
import type { IngestResult } from './committer.ts';
import { type IngestRequest, InstanceIngest } from './ingest.ts';
import type { ArchiveParts } from './parts.ts';

/** The use-cases. Each takes who asks and what they may see first; each is a file of its name. */
export class Archive {
  readonly #parts: ArchiveParts;

  constructor(parts: ArchiveParts) {
    this.#parts = parts;
  }

  /** Opens a sink for one instance; `end` resolves when it is durable and findable. */
  ingest(actor: Actor, scope: Scope, request: IngestRequest): ByteSink<IngestResult> {
    return new InstanceIngest(this.#parts.store, this.#parts.committer, actor, scope, request);
  }
}
