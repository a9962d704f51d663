import { type Header, tagOf } from '../../dicom/index.ts';

/** Pictures of screens and paper (PS3.4 annex B.5): Secondary Capture and its multi-frame classes. */
const SECONDARY_CAPTURE = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.7(\.[1-4])?$/;
const burnedIn = tagOf('BurnedInAnnotation')!;
const labelInImage = tagOf('SpecimenLabelInImage')!;

/**
 * Whether an instance may say whose it is where nothing can be taken out: reports, documents and recordings, which are no
 * pictures; pictures of screens and paper, unless they say that nothing is written in them; pictures that say something is.
 */
export function showsIdentity({ dataset, hasPixelData }: Header, sopClassUid: string): boolean {
  const says = dataset.string(burnedIn)?.trim().toUpperCase();
  if (!hasPixelData || says === 'YES') return true;
  if (dataset.string(labelInImage)?.trim().toUpperCase() === 'YES') return true;
  return SECONDARY_CAPTURE.test(sopClassUid) && says !== 'NO';
}
