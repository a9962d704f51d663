import { transferSyntax } from '../dicom/index.ts';

/** What most take, and what every SCP takes (PS3.5 10.1). */
export const plainSyntaxes: readonly string[] = [
  transferSyntax.explicitVrLittleEndian.uid,
  transferSyntax.implicitVrLittleEndian.uid,
];
