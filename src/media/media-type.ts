/** What a file beside images is: by how it begins, and where many kinds begin alike, by the end of its name. */
import { constants, gunzipSync } from 'node:zlib';

/** Bytes of a file that are looked at. */
export const MEDIA_TYPE_HEAD = 512;

const PDF = 'application/pdf';
const TEXT = 'text/plain';
const ZIP = 'application/zip';

type IsBeginning = (head: Uint8Array) => boolean;

/** Beginnings that say what it is, whatever its name is. */
const signatures: Readonly<Record<string, IsBeginning>> = {
  'image/png': begins('89504e470d0a1a0a'),
  'image/jpeg': begins('ffd8ff'),
  'image/gif': begins('47494638'),
  // The length of the file stands between the two.
  'image/webp': (head) => begins('52494646')(head) && begins('57454250')(head.subarray(8)),
  'image/tiff': (head) => begins('49492a00')(head) || begins('4d4d002a')(head),
  // ISO/IEC 14496-12 4.3: the length of the first box comes before its name.
  'video/mp4': (head) => begins('66747970')(head.subarray(4)),
  [PDF]: begins('255044462d'),
  // A version, eight letters long; and after it text alone, as long as the header of signals is announced.
  'application/edf': (head) => begins('3020202020202020')(head) && isText(head),
  'application/x-bdf': begins('ff42494f53454d49'),
  'application/x-nifti': isNifti,
  'application/x-nifti+gzip': (head) => isGzip(head) && isNifti(unpackedHead(head)),
  'application/gzip': isGzip,
  [ZIP]: begins('504b0304'),
};

/** Those that are text, and told apart by their names alone. */
const texts: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  json: 'application/json',
  md: TEXT,
  txt: TEXT,
  xml: 'application/xml',
};

/** Those that are a zip inside. */
const zips: Readonly<Record<string, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
};

/** RFC 6838; undefined when neither says it. A name never makes something of a file that its beginning contradicts. */
export function guessMediaType(head: Uint8Array, name: string): string | undefined {
  const extension = /\.([A-Za-z0-9]{1,16})$/.exec(name)?.[1]?.toLowerCase();
  const [bySignature] = Object.entries(signatures).find(([, isBeginning]) => isBeginning(head)) ?? [];
  if (bySignature === ZIP) return named(zips, extension) ?? ZIP;
  if (bySignature !== undefined) return bySignature;
  if (!isText(head)) return undefined;
  return extension === undefined ? TEXT : named(texts, extension);
}

/** Letters and reports; pictures and texts on discs mostly belong to the viewer that is there too. */
const documents: ReadonlySet<string> = new Set([PDF, ...Object.values(zips)]);

export const isDocument = (mediaType: string | undefined): boolean =>
  mediaType !== undefined && documents.has(mediaType);

/** Volumes and recordings. */
const measured: ReadonlySet<string> = new Set([
  'application/edf',
  'application/x-bdf',
  'application/x-nifti',
  'application/x-nifti+gzip',
]);

export const isMeasured = (mediaType: string | undefined): boolean =>
  mediaType !== undefined && measured.has(mediaType);

/** Whether a file begins as files of its type do: a page that calls itself a picture does not. */
export function beginsAs(mediaType: string, head: Uint8Array): boolean {
  if (Object.values(texts).includes(mediaType)) return isText(head);
  return Object.hasOwn(signatures, mediaType) && signatures[mediaType]!(head);
}

const named = (table: Readonly<Record<string, string>>, extension = ''): string | undefined =>
  Object.hasOwn(table, extension) ? table[extension] : undefined;

function begins(signature: string): IsBeginning {
  const wanted = signature.match(/../g)!.map((byte) => Number.parseInt(byte, 16));
  return (head) => wanted.every((byte, i) => head[i] === byte);
}

/** NIfTI 1 and 2, of either byte order: the length of their header, and their name. */
function isNifti(head: Uint8Array): boolean {
  const isFirst = begins('5c010000')(head) || begins('0000015c')(head);
  if (isFirst) return begins('6e2b3100')(head.subarray(344));
  const isSecond = begins('1c020000')(head) || begins('0000021c')(head);
  return isSecond && begins('6e2b3200')(head.subarray(4));
}

function isGzip(head: Uint8Array): boolean {
  return begins('1f8b')(head);
}

/** What comes out of a part that was cut off somewhere: little goes in. */
function unpackedHead(head: Uint8Array): Uint8Array {
  try {
    return gunzipSync(head.subarray(0, MEDIA_TYPE_HEAD), { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    // It is packed in another way, or damaged: nothing is known of what is in it.
    return new Uint8Array(0);
  }
}

/** No control characters but tabs and line breaks. Other bytes may be of any character set. */
function isText(head: Uint8Array): boolean {
  return head.every((byte) => byte >= 0x20 || [0x09, 0x0a, 0x0c, 0x0d].includes(byte));
}
