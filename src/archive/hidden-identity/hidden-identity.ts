import { IsocenterError, readAhead } from '../../base/index.ts';
import type { Query, StoredInstance } from '../../catalog/index.ts';
import type { Actor, Scope } from '../../contract/index.ts';
import type { Header } from '../../dicom/index.ts';
import { type Found, type FoundPage, find, findPage } from '../find.ts';
import { instanceBytes } from '../instance-bytes.ts';
import type { ArchiveParts } from '../parts.ts';
import { RecentHeaders } from '../recent-headers.ts';
import { type Selector, selectInstances } from '../select.ts';
import type { InstanceBytes } from '../transcoder.ts';
import { hideInHeader } from './hide-in-header.ts';
import { hideInRow, hidingQuery } from './hide-in-rows.ts';
import { showsIdentity } from './shows-identity.ts';

/** Headers that are read before their turn. */
const AHEAD = 8;

/**
 * The archive as it is for somebody who is not to know whose images they see (`Actor.identityHidden`): the same questions, answers
 * without names and identifiers. What may say a name where nothing can be taken out does not exist here.
 */
export class HiddenIdentity {
  readonly #parts: ArchiveParts;
  readonly #headers: RecentHeaders;

  constructor(parts: ArchiveParts) {
    this.#parts = parts;
    this.#headers = new RecentHeaders(parts.store, hideInHeader);
  }

  /** Throws `archive/forbidden` for questions whose answers say what is hidden. */
  find(actor: Actor, scope: Scope, query: Query): Found {
    const hiding = hidingQuery(actor, query);
    const { columns, pages } = find(this.#parts, actor, scope, hiding.query);
    const hidden = async function* () {
      for await (const page of pages) yield page.map((row) => hideInRow(columns, row, hiding.asked));
    };
    return { columns: columns.slice(0, hiding.asked), pages: hidden() };
  }

  /** The same. */
  async findPage(actor: Actor, scope: Scope, query: Query): Promise<FoundPage> {
    const { query: hiding, asked } = hidingQuery(actor, query);
    const { columns, rows, next } = await findPage(this.#parts, actor, scope, hiding);
    return {
      columns: columns.slice(0, asked),
      rows: rows.map((row) => hideInRow(columns, row, asked)),
      next,
    };
  }

  /** Pictures that say nothing. Throws `archive/withheld` where there is something, but none of these. */
  async *select(
    scope: Scope,
    selectors: readonly Selector[],
  ): AsyncGenerator<readonly StoredInstance[], void, void> {
    let [shown, withheld] = [0, 0];
    for await (const page of selectInstances(this.#parts, scope, selectors)) {
      const looked = await Array.fromAsync(readAhead(page, AHEAD, (instance) => this.#mayBeShown(instance)));
      const instances = page.filter((_, index) => looked[index]);
      shown += instances.length;
      withheld += page.length - instances.length;
      if (instances.length > 0) yield instances;
    }
    if (shown === 0 && withheld > 0) throw new IsocenterError('archive/withheld');
  }

  header(instance: StoredInstance): Promise<Header> {
    return this.#headers.of(instance);
  }

  async open(instance: StoredInstance): Promise<InstanceBytes> {
    return instanceBytes(this.#parts.store, instance, await this.header(instance));
  }

  /** Not where its header cannot be read: nobody knows what it says. */
  async #mayBeShown(instance: StoredInstance): Promise<boolean> {
    try {
      return !showsIdentity(await this.header(instance), instance.sopClassUid);
    } catch {
      return false;
    }
  }
}
