/** How a series is converted. What is not here stays as dcm2niix does it. */
export interface ConversionOptions {
  /** Volumes are written as `.nii.gz`, otherwise as `.nii`. */
  readonly compress: boolean;
  /** The JSON file beside a volume: none, without who the patient is, or with all of it. */
  readonly sidecar: 'none' | 'anonymous' | 'identified';
  /** Slices become one volume although echo, exposure and the like differ. `auto`: where the modality asks for it. */
  readonly merge: 'auto' | 'always' | 'never';
  /** Derived images, localizers and single slices are left out. */
  readonly skipDerived: boolean;
}

export const usualConversion: ConversionOptions = {
  compress: true,
  sidecar: 'anonymous',
  merge: 'auto',
  skipDerived: false,
};

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
