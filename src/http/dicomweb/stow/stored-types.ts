/** Media types of what is stored (PS3.18 10.5.2). */
import { IsocenterError } from '../../../base/index.ts';
import { formName, multipart } from '../negotiate.ts';

export const DICOM = 'application/dicom';
export const JSON_MODEL = 'application/dicom+json';
export const XML_MODEL = 'application/dicom+xml';

/** Of a body alone, or of the parts of a multipart. */
export const types: readonly string[] = [DICOM, JSON_MODEL, XML_MODEL];
/** What is taken. */
export const storedTypes = [...types.map((type) => formName(multipart(type))), ...types];

/** @param type what came instead. */
export const notTaken = (type: string): IsocenterError =>
  new IsocenterError('input/media-type', { type: type.slice(0, 128), wanted: storedTypes.join(', ') });
