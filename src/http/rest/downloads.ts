/** Downloads that were asked for and are fetched by a link: a browser takes no body with it, and a selection does not fit into an address. */
import { Tickets } from '../../access/index.ts';
import type { Archive } from '../../archive/index.ts';
import { type Clock, IsocenterError } from '../../base/index.ts';
import type { CallContext, Caller, RequestFor, ResultFor } from '../../contract/index.ts';
import { filmNaming } from './film-files.ts';
import { pictureNaming } from './picture-files.ts';
import { selectorsOf } from './selection.ts';

export type AskedDownload = RequestFor<'downloadPrepare'>;

/** A selection of many thousands of UIDs is some hundred kilobytes. */
const limits = { lifetimeMs: 600_000, total: 200, perAddress: 50 };

interface Prepared {
  readonly owner: Caller['actor'];
  readonly asked: AskedDownload;
}

/** Of one process, and forgotten with it: who comes too late asks again. */
export class Downloads {
  readonly #archive: Archive;
  readonly #clock: Clock;
  readonly #tickets = new Tickets<Prepared>(limits);

  constructor(archive: Archive, clock: Clock) {
    this.#archive = archive;
    this.#clock = clock;
  }

  /** Throws `archive/not-found` when the selection has nothing in it that the caller may download. */
  async prepare(
    asked: AskedDownload,
    { actor, scope, address }: CallContext,
  ): Promise<ResultFor<'downloadPrepare'>> {
    const instances = await countOf(this.#archive, asked, { actor, scope });
    const ticket = this.#tickets.issue({ owner: actor, asked }, address, this.#clock.monotonic());
    const expiresAt = new Date(this.#clock.now().getTime() + limits.lifetimeMs).toISOString();
    return { path: `/api/downloads/${ticket}`, instances, expiresAt };
  }

  /** What somebody asked for; it may be fetched again while the ticket lasts. Throws `archive/not-found`. */
  asked({ actor }: Caller, ticket: string): AskedDownload {
    const prepared = this.#tickets.look(ticket, this.#clock.monotonic());
    if (prepared?.owner.kind !== actor.kind || prepared.owner.name !== actor.name)
      throw new IsocenterError('archive/not-found', { what: 'download' });
    return prepared.asked;
  }
}

/** What the first files would be called: of the form that is asked for, by the template where it has one. */
export async function exportedNames(
  archive: Archive,
  asked: RequestFor<'exportNames'>,
  { actor, scope }: CallContext,
): Promise<ResultFor<'exportNames'>> {
  const { selection, template, form, limit } = asked;
  const naming = namingOf(form);
  const instances = await countOf(archive, asked, { actor, scope });
  const names: string[] = [];
  const files = archive.exportNamed(actor, scope, { selection: selectorsOf(archive, selection), template });
  for await (const file of files) {
    if ('reason' in file) continue;
    names.push(...(naming ? naming(file).slice(0, limit) : [file.path]));
    if (names.length >= limit) break;
  }
  return { names: names.slice(0, limit), instances };
}

function namingOf(form: AskedDownload['form']) {
  if (form === 'gif') return filmNaming();
  return form === 'png' || form === 'jpeg' ? pictureNaming(form) : undefined;
}

async function countOf(
  archive: Archive,
  { selection }: Pick<AskedDownload, 'selection'>,
  { actor, scope }: Pick<Caller, 'actor' | 'scope'>,
): Promise<number> {
  const instances = await archive.count(actor, scope, selectorsOf(archive, selection));
  if (instances === 0) throw new IsocenterError('archive/not-found', { what: 'instance in this selection' });
  return instances;
}
