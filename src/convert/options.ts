import { type ConversionOptions, conversionOptions } from '../contract/index.ts';

export const usualConversion: ConversionOptions = conversionOptions.parse({});

const mergeFlags = { never: '0', always: '1', auto: '2' } as const;

/** Options of the program dcm2niix. It does not compress: see compress.ts. */
export function dcm2niixArguments({ sidecar, merge, skipDerived }: ConversionOptions): string[] {
  return [
    ...['-z', 'n'],
    ...['-b', sidecar === 'none' ? 'n' : 'y'],
    ...['-ba', sidecar === 'identified' ? 'n' : 'y'],
    ...['-m', mergeFlags[merge]],
    ...['-i', skipDerived ? 'y' : 'n'],
  ];
}
