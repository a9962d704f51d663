import type { BidsName, Entity } from './bids-name.ts';

/** What dcm2niix adds to a name, read. */
interface Addition {
  readonly echo: number | undefined;
  readonly kind: 'magnitude' | 'phase' | 'real' | 'imag' | 'hertz';
}

const kinds: Readonly<Record<string, Addition['kind']>> = {
  ph: 'phase',
  real: 'real',
  imaginary: 'imag',
  fieldmaphz: 'hertz',
};

/**
 * The name of one file of a series: dcm2niix tells them apart by what it adds (`_e2`, `_ph`, `_fieldmaphz`), BIDS by entities and suffixes.
 * Undefined for what BIDS has no name for, such as maps that were computed.
 * @param added to the name of this file
 * @param all that was added to names of files of the series
 * @param isPhase the series as a whole shows phases
 */
export function nameOutput(
  name: BidsName,
  added: string,
  all: readonly string[],
  isPhase = false,
): BidsName | undefined {
  const addition = read(added);
  if (!addition) return undefined;
  const others = all.map(read).filter((one) => one !== undefined);
  if (isFieldMap(name)) return { ...name, suffix: fieldMapSuffix(name.suffix, addition, others) };
  return withEntities(name, {
    ...echoOf(name, addition, others),
    ...partOf(name, addition, others, isPhase),
  });
}

/** A letter at the end is one more of the same name: those become runs. */
function read(added: string): Addition | undefined {
  const [first = '', ...parts] = added.replace(/(^|[a-z0-9])[a-z]$/, keepWord(added)).split('_');
  if (first !== '') return undefined;
  let echo: Addition['echo'];
  let kind: Addition['kind'] = 'magnitude';
  for (const part of parts) {
    const number = /^e(\d{1,4})$/.exec(part)?.[1];
    if (number !== undefined) echo = Number(number);
    else if (Object.hasOwn(kinds, part)) kind = kinds[part]!;
    else return undefined;
  }
  return { echo, kind };
}

/** The last letter belongs to `_ph` and the like, and not to `_e1a`, `_pha` and `a`. */
const keepWord =
  (added: string) =>
  (end: string, before: string): string =>
    Object.keys(kinds).some((kind) => added.endsWith(`_${kind}`)) ? end : before;

/** Of a file that shows frequencies, in Hz. */
export const isOfFrequencies = (added: string): boolean => read(added)?.kind === 'hertz';

const isFieldMap = ({ datatype, suffix }: BidsName): boolean =>
  datatype === 'fmap' && /^(magnitude|phase|fieldmap)/.test(suffix);

/** BIDS, "Fieldmap data": one map of frequencies and its magnitude, or phases of two echoes and their magnitudes. */
function fieldMapSuffix(given: string, { kind, echo }: Addition, all: readonly Addition[]): string {
  const hasHertz = all.some((one) => one.kind === 'hertz');
  if (kind === 'hertz') return 'fieldmap';
  if (kind === 'phase' && all.filter((one) => one.kind === 'phase').length < 2) return 'phasediff';
  if (kind === 'phase') return echo === 2 ? 'phase2' : 'phase1';
  if (hasHertz) return 'magnitude';
  if (!given.startsWith('magnitude') || echo === undefined) return given;
  return echo === 2 ? 'magnitude2' : 'magnitude1';
}

const haveNoEcho = new Set(['dwi', 'fmap', 'perf', 'pet']);

function echoOf(
  { datatype }: BidsName,
  { echo }: Addition,
  all: readonly Addition[],
): Partial<Record<Entity, string>> {
  if (echo === undefined || haveNoEcho.has(datatype)) return {};
  const several = new Set(all.map((one) => one.echo)).size > 1;
  return several || echo > 1 ? { echo: String(echo) } : {};
}

const haveNoPart = new Set(['fmap', 'perf', 'pet']);

function partOf(
  { datatype }: BidsName,
  { kind }: Addition,
  all: readonly Addition[],
  isPhase: boolean,
): Partial<Record<Entity, string>> {
  if (haveNoPart.has(datatype)) return {};
  if (kind !== 'magnitude') return { part: kind };
  if (isPhase) return { part: 'phase' };
  return all.some((one) => one.kind !== 'magnitude') ? { part: 'mag' } : {};
}

/** What somebody said counts. */
const withEntities = (name: BidsName, more: Partial<Record<Entity, string>>): BidsName => ({
  ...name,
  entities: { ...more, ...name.entities },
});
