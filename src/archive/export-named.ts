import type { Actor, Scope } from '../contract/index.ts';
import type { OutgoingFile } from './export-instance.ts';
import { ExportNames } from './export-names.ts';
import { type Naming, templateNaming } from './export-naming.ts';
import { type NotOpened, openSelected } from './open-selected.ts';
import type { ArchiveParts } from './parts.ts';
import type { Selector } from './select.ts';

/** An instance on its way into a container, and its name there. */
export interface NamedFile extends OutgoingFile {
  /** `/` between its parts; no other file of the container has it. */
  readonly path: string;
}

/** What is selected, in the order of series and instance numbers, each under a name of its own. */
export async function* namedFiles(
  parts: ArchiveParts,
  scope: Scope,
  selection: readonly Selector[],
  naming: Naming,
): AsyncGenerator<NamedFile | NotOpened, void, void> {
  const names = new ExportNames();
  let index = 0;
  for await (const opened of openSelected(parts, scope, selection)) {
    if ('reason' in opened) yield opened;
    else yield { ...opened, path: names.place(naming(opened.header, index++)) };
  }
}

/** The same with names as people want them. @throws IsocenterError `input/invalid` for a template that cannot be used */
export function exportNamed(
  parts: ArchiveParts,
  _actor: Actor,
  scope: Scope,
  { selection, template }: { readonly selection: readonly Selector[]; readonly template: string },
): AsyncGenerator<NamedFile | NotOpened, void, void> {
  return namedFiles(parts, scope, selection, templateNaming(template));
}
