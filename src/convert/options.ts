import { type ConversionOptions, conversionOptions } from '../contract/index.ts';

export const usualConversion: ConversionOptions = conversionOptions.parse({});

const mergeFlags = { never: '0', always: '1', auto: '2' } as const;

/** Options of the program dcm2niix. Compression is its own: no second program, which it would call through a shell. */
export function dcm2niixArguments({ compress, sidecar, merge, skipDerived }: ConversionOptions): string[] {
  return [
    ...['-z', compress ? 'i' : 'n'],
    ...['-b', sidecar === 'none' ? 'n' : 'y'],
    ...['-ba', sidecar === 'identified' ? 'n' : 'y'],
    ...['-m', mergeFlags[merge]],
    ...['-i', skipDerived ? 'y' : 'n'],
  ];
}
