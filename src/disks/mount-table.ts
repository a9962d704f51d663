import { isBelow } from './place.ts';

/** A file system in its place, or one that is to be there. */
export interface Mount {
  /** Absolute. */
  readonly point: string;
  /** `ext4`, `nfs4`, `cifs`. */
  readonly kind: string;
}

/** What /proc/self/mountinfo says; of one place the last counts. proc_pid_mountinfo(5): optional fields end with a dash. */
export function parseMountInfo(text: string): Mount[] {
  return linesOf(text).flatMap((fields) => {
    const point = fields[4];
    const kind = fields[fields.indexOf('-', 6) + 1];
    return point === undefined || kind === undefined ? [] : [{ point: unescaped(point), kind }];
  });
}

/** What /etc/fstab says; fstab(5). What has no place, such as swap, is left out. */
export function parseFstab(text: string): Mount[] {
  return linesOf(text).flatMap(([source = '', point, kind]) =>
    source.startsWith('#') || !point?.startsWith('/') || kind === undefined
      ? []
      : [{ point: withoutEnd(unescaped(point)), kind }],
  );
}

/** The file system that a path is on. @param path absolute, without symbolic links */
export function mountOf(path: string, mounted: readonly Mount[]): Mount | undefined {
  return mounted
    .filter(({ point }) => isBelow(path, point))
    .reduce<Mount | undefined>(
      (best, one) => (best && best.point.length > one.point.length ? best : one),
      undefined,
    );
}

const linesOf = (text: string): string[][] =>
  text
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([first]) => first !== '');

/** A space is written as `\040`. */
const unescaped = (field: string): string =>
  field.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));

const withoutEnd = (point: string): string => (point.length > 1 ? point.replace(/\/+$/, '') : point);
