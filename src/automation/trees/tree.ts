import { createHash } from 'node:crypto';
import { IsocenterError } from '../../base/index.ts';
import type {
  Actor,
  AutomationFile,
  ConversionOptions,
  TreeContents,
  TreeDefinition,
  TreeForm,
} from '../../contract/index.ts';
import type { Extensions } from '../../extensions/index.ts';
import { type NameTemplate, parseNameTemplate } from '../../naming/index.ts';
import { asksOf, compileCondition } from '../conditions/compile-condition.ts';
import { type Asks, always, type Predicate } from '../conditions/facts.ts';
import { ownerNamed } from '../owner.ts';
import { attempt, type Tell } from '../problem.ts';
import { plainFolder, requireTarget } from '../target-folder.ts';

/** A live view of the archive as folders, ready to be made. */
export interface Tree {
  readonly name: string;
  /** On whose behalf: what they may download is in it. */
  readonly owner: Actor;
  /** Absolute, without `..`. */
  readonly folder: string;
  /** The folder of the settings below which it is. */
  readonly root: string;
  readonly names: NameTemplate;
  /** As it was written. */
  readonly template: string;
  /** Of the file name, with its dot; '' when the template gives none. */
  readonly extension: string;
  readonly accepts: Predicate;
  readonly asks: Asks;
  readonly contents: TreeContents;
  /** How series become volumes. */
  readonly options: ConversionOptions;
  readonly form: TreeForm;
  readonly keepMs: number;
  readonly fileMode: number | undefined;
  readonly folderMode: number | undefined;
  readonly group: number | undefined;
  readonly isOn: boolean;
  /** Of everything that is said of it: another one means another tree. */
  readonly digest: string;
}

const DAY_MS = 86_400_000;
const neverNamed: NameTemplate = { paths: [], calls: [], render: () => ['_'] };

interface CompileParts extends Pick<AutomationFile, 'tables'> {
  readonly extensions: Pick<Extensions, 'versionOf'>;
  readonly targetFolders: readonly string[];
  readonly tell: Tell;
}

/** What is wrong with it is told. */
export function compileTree(
  name: string,
  definition: TreeDefinition,
  { tables, targetFolders, extensions, tell }: CompileParts,
): Tree {
  const place = ['trees', name];
  const { owner, names, if: condition, contents, options, form } = definition;
  const { keepDays, fileMode, folderMode, group, on } = definition;
  const folder = plainFolder(definition.folder);
  const root = attempt(tell, [...place, 'folder'], () => requireTarget(folder, targetFolders));
  if (form !== 'copy' && [fileMode, folderMode, group].some((one) => one !== undefined))
    tell({ place: [...place, 'form'], error: new IsocenterError('plan/link-keeps-mode', { form }) });
  if (form !== 'copy' && contents === 'nifti')
    tell({ place: [...place, 'form'], error: new IsocenterError('plan/volumes-are-copies') });
  const template =
    attempt(tell, [...place, 'names'], () => parseNameTemplate(names, { tables, mayCall: true })) ??
    neverNamed;
  return {
    ...{
      name,
      folder,
      root: root ?? folder,
      contents,
      options,
      form,
      fileMode,
      folderMode,
      group,
      isOn: on,
      template: names,
    },
    owner: ownerNamed(owner),
    names: template,
    extension: /\.[A-Za-z0-9]{1,8}$/.exec(names)?.[0] ?? '',
    accepts: condition ? compileCondition(condition, [...place, 'if'], tell) : always,
    asks: asksOf(condition),
    keepMs: keepDays * DAY_MS,
    digest: createHash('sha256')
      // One whose extension is another now, or is there again, is looked at as a whole.
      .update(
        JSON.stringify([definition, tables, ...template.calls.map((name) => extensions.versionOf(name))]),
      )
      .digest('hex'),
  };
}
