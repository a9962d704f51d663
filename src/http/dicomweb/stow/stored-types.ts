/** Media types of what is stored (PS3.18 10.5.2). */
import { IsocenterError } from '../../../base/index.ts';
import { formName, multipart } from '../negotiate.ts';
import { DICOM, DICOM_JSON, DICOM_XML } from '../type-names.ts';

/** Of a body alone, or of the parts of a multipart. */
export const types: readonly string[] = [DICOM, DICOM_JSON, DICOM_XML];
/** What is taken. */
export const storedTypes = [...types.map((type) => formName(multipart(type))), ...types];

/** @param type what came instead. */
export const notTaken = (type: string): IsocenterError =>
  new IsocenterError('input/media-type', { type: type.slice(0, 128), wanted: storedTypes.join(', ') });
