/** STOW-RS of metadata and bulk data (PS3.18 10.5.2, 8.7.3.3): data sets in JSON or XML, long values in parts of their own. */
import { type ArrivingInstances, encodePublicHead } from '../../../archive/index.ts';
import { asIsocenterError, IsocenterError } from '../../../base/index.ts';
import {
  fromJson,
  fromXml,
  hexTag,
  type JsonDataset,
  tags,
  transferSyntaxOf,
  writeDataset,
} from '../../../dicom/index.ts';
import { type MediaType, type PartHandler, parseMediaType } from '../../../net/index.ts';
import { defaultTransferSyntax, NATIVE } from '../render/frame-forms.ts';
import { BYTES, DICOM_JSON, DICOM_XML } from '../type-names.ts';
import { notTaken } from './stored-types.ts';

/**
 * Bytes of all parts of a request: they are kept until the last one is there. So many may go into its instances too: a
 * part can be referred to more than once. Files have no such limit.
 */
const MAXIMUM_BYTES = 256 * 1024 * 1024;

interface Part {
  readonly type: MediaType;
  readonly pieces: Uint8Array[];
  /** Whether an instance refers to it. */
  isUsed: boolean;
}

const PIXEL_DATA = hexTag(tags.PixelData);

/** Elements that tell of a retrieval, or of a file, and are none of the data set. */
const notKept = /^(0002....|00083002|00081190)$/;

/**
 * Takes the parts of a request. A reference leads to parts of the same request and nowhere else: nothing is fetched.
 * @param base what relative references are relative to.
 */
export class DescribedInstances implements PartHandler {
  readonly #base: string;
  readonly #parts: Part[] = [];
  /** Those that have a name, by what a BulkDataURI refers to them by. */
  readonly #referable = new Map<string, Part[]>();
  #bytes = 0;
  /** Bytes that went into instances. */
  #given = 0;

  constructor(base: string) {
    this.#base = base;
  }

  begin(headers: ReadonlyMap<string, string>): void {
    const type = parseMediaType(headers.get('content-type') ?? BYTES);
    if (!type) throw new IsocenterError('input/invalid', { reason: 'A part has no media type.' });
    const part: Part = { type, pieces: [], isUsed: false };
    this.#parts.push(part);
    const reference = this.#referenceIn(headers);
    if (reference === undefined) return;
    const others = this.#referable.get(reference);
    if (others) others.push(part);
    else this.#referable.set(reference, [part]);
  }

  data(bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    if (this.#bytes > MAXIMUM_BYTES) throw new IsocenterError('input/too-large', { limit: MAXIMUM_BYTES });
    this.#parts.at(-1)!.pieces.push(Uint8Array.from(bytes));
  }

  end(): void {
    // What belongs together is known when everything is there.
  }

  /**
   * Makes files of what came. One that cannot be made, and a part that is of no use, does not stop the others.
   * @throws IsocenterError what is wrong with the first document when none can be read: then it is no request at all.
   */
  async storeIn(arriving: ArrivingInstances): Promise<void> {
    const documents = this.#parts.filter(isDocument);
    const broken: IsocenterError[] = [];
    for (const document of documents) {
      const models = await modelsIn(document).catch(asIsocenterError);
      if (models instanceof IsocenterError) {
        broken.push(models);
        arriving.refuse(models);
      } else for (const model of models) await this.#store(model, arriving);
    }
    if (broken[0] && broken.length === documents.length) throw broken[0];
    for (const part of this.#parts)
      if (!isDocument(part) && !part.isUsed) arriving.refuse(notTaken(part.type.name));
  }

  async #store(model: JsonDataset, arriving: ArrivingInstances): Promise<void> {
    const [sopClassUid, sopInstanceUid] = [uidIn(model, '00080016'), uidIn(model, '00080018')];
    let file: Uint8Array;
    try {
      file = this.#fileOf(model);
    } catch (error) {
      return arriving.refuse(asIsocenterError(error), { sopClassUid, sopInstanceUid });
    }
    arriving.begin();
    await arriving.write(file);
    await arriving.end();
  }

  #fileOf(model: JsonDataset): Uint8Array {
    const frames = this.#partsOf(model[PIXEL_DATA]?.BulkDataURI);
    const transferSyntaxUid = frames[0] ? compressionOf(frames[0].type) : NATIVE;
    const isCompressed = transferSyntaxUid !== NATIVE;
    const elements = Object.entries(model).filter(
      ([tag]) => !notKept.test(tag) && !(isCompressed && tag === PIXEL_DATA),
    );
    const dataset = fromJson(Object.fromEntries(elements), { bulkData: (uri) => this.#valueOf(uri) });
    // A part for each frame, a fragment for each part (PS3.5 A.4).
    if (isCompressed)
      dataset.set(tags.PixelData, 'OB', {
        basicOffsetTable: new Uint8Array(0),
        fragments: frames.map((frame) => this.#give([frame])),
      });
    const head = encodePublicHead({
      sopClassUid: dataset.string(tags.SOPClassUID) ?? '',
      sopInstanceUid: dataset.string(tags.SOPInstanceUID) ?? '',
      transferSyntaxUid,
    });
    return Buffer.concat([head, writeDataset(dataset, transferSyntaxUid)]);
  }

  /** The bytes behind a reference; undefined where no part of the request has it. */
  #valueOf(uri: string): Uint8Array | undefined {
    const parts = this.#partsOf(uri);
    return parts.length === 0 ? undefined : this.#give(parts);
  }

  /** @throws IsocenterError `input/too-large` when the instances of the request become larger than it may be itself. */
  #give(parts: readonly Part[]): Uint8Array {
    const pieces = parts.flatMap((part) => part.pieces);
    const given = pieces.reduce((sum, { length }) => sum + length, this.#given);
    if (given > MAXIMUM_BYTES) throw new IsocenterError('input/too-large', { limit: MAXIMUM_BYTES });
    this.#given = given;
    return Buffer.concat(pieces);
  }

  #partsOf(uri: string | undefined): readonly Part[] {
    const parts = uri === undefined ? [] : (this.#referable.get(this.#absolute(uri)) ?? []);
    for (const part of parts) part.isUsed = true;
    return parts;
  }

  /** RFC 2557: parts are named by where they are, or by an identifier of their own. */
  #referenceIn(headers: ReadonlyMap<string, string>): string | undefined {
    const [location, id] = [headers.get('content-location'), headers.get('content-id')];
    if (location !== undefined) return this.#absolute(location);
    return id === undefined ? undefined : `cid:${id.replace(/^<|>$/g, '')}`;
  }

  #absolute(uri: string): string {
    return URL.parse(uri, this.#base)?.href ?? uri;
  }
}

const isDocument = ({ type }: Part): boolean => type.name === DICOM_JSON || type.name === DICOM_XML;

async function modelsIn({ type, pieces }: Part): Promise<readonly JsonDataset[]> {
  const text = Buffer.concat(pieces).toString('utf8');
  return type.name === DICOM_XML ? [await fromXml(text)] : jsonModelsIn(text);
}

/** An array of data sets, or one alone; nothing about them is believed. */
function jsonModelsIn(text: string): readonly JsonDataset[] {
  try {
    const json: unknown = JSON.parse(text);
    const models: readonly unknown[] = Array.isArray(json) ? json : [json];
    if (models.every((model) => typeof model === 'object' && model !== null)) return models as JsonDataset[];
  } catch {
    // Told below.
  }
  throw new IsocenterError('input/invalid', { reason: 'The metadata are not DICOM JSON.' });
}

function uidIn(model: JsonDataset, tag: string): string | undefined {
  const value: unknown = model[tag]?.Value?.[0];
  return typeof value === 'string' ? value.slice(0, 64) : undefined;
}

function compressionOf({ name, parameters }: MediaType): string {
  const uid = parameters.get('transfer-syntax') ?? defaultTransferSyntax(name) ?? NATIVE;
  return transferSyntaxOf(uid)?.encapsulated ? uid : NATIVE;
}
