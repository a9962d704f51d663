/** Media types of the DICOM web services (PS3.18 8.7.3, 8.7.4) that more than one of them deals with. */

export const DICOM = 'application/dicom';
export const DICOM_JSON = 'application/dicom+json';
export const DICOM_XML = 'application/dicom+xml';
/** What clients that know nothing of DICOM ask for. */
export const JSON_TEXT = 'application/json';
/** Bulk data, and pixel data without compression. */
export const BYTES = 'application/octet-stream';
export const ZIP = 'application/zip';
export const JPEG = 'image/jpeg';
export const GIF = 'image/gif';
export const MP4 = 'video/mp4';
