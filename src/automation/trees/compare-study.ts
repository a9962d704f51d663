import type { StoredInstance } from '../../archive/index.ts';
import { AT_ONCE, type TreeFile } from './tree-file.ts';
import type { Wanted } from './wanted-files.ts';

/** What a tree should have of a study beside what it has. */
export interface Comparison {
  readonly kept: readonly { readonly instance: StoredInstance; readonly file: TreeFile }[];
  readonly missing: readonly Named[];
  /** What could not be read: what is there of it stays. */
  readonly unreadable: readonly Unreadable[];
  /** Paths of files whose time ran, and that are wanted again. */
  readonly back: readonly string[];
  /** Paths of files of what has another name or content now. */
  readonly replaced: readonly string[];
  /** Paths of files of what is not wanted any more. */
  readonly over: readonly string[];
}

export type Named = Extract<Wanted, { failure?: undefined }>;
type Unreadable = Exclude<Wanted, Named>;

export function compareStudy(wanted: readonly Wanted[], known: readonly TreeFile[]): Comparison {
  const files = Map.groupBy(known, identityOf);
  const unreadable = wanted.filter((one): one is Unreadable => one.failure !== undefined);
  for (const { instance } of unreadable) files.delete(identityOf(instance));
  const named = wanted.filter((one): one is Named => one.failure === undefined);
  const pairs = named.map((one) => {
    const own = files.get(identityOf(one.instance)) ?? [];
    const path = one.path.join('/');
    const file = own.find(({ wanted: name, sha256 }) => name === path && sha256 === one.instance.sha256);
    files.delete(identityOf(one.instance));
    return { one, file, others: own.filter((other) => other !== file) };
  });
  return {
    kept: pairs.flatMap(({ one: { instance }, file }) => (file ? [{ instance, file }] : [])),
    missing: pairs.flatMap(({ one, file }) => (file ? [] : [one])),
    unreadable,
    back: pairs.flatMap(({ file }) => (file && file.goneAt !== null ? [file.path] : [])),
    replaced: pairs.flatMap(({ others }) => others.filter(({ goneAt }) => goneAt !== AT_ONCE).map(pathOf)),
    over: [...files.values()].flatMap((left) => left.filter(({ goneAt }) => goneAt === null).map(pathOf)),
  };
}

const pathOf = ({ path }: TreeFile): string => path;

const identityOf = ({
  seriesInstanceUid,
  sopInstanceUid,
}: Pick<TreeFile, 'seriesInstanceUid' | 'sopInstanceUid'>): string =>
  `${seriesInstanceUid}/${sopInstanceUid}`;
