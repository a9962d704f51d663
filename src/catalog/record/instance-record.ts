import { IsocenterError } from '../../base/index.ts';
import { type Dataset, phoneticKey, type Tag, tags } from '../../dicom/index.ts';
import type { Value } from '../engine/engine.ts';
import { type Attribute, columnAttributes, extraAttributes, type Level, levels } from './attributes.ts';
import { columnValue, extraJson, foldedValues } from './values.ts';

export interface SeriesIdentity {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
}

/** What makes an instance this one and no other. */
export interface InstanceIdentity extends SeriesIdentity {
  readonly sopInstanceUid: string;
}

/** Manufacturer, model, serial number and software versions name a scanner; absent ones are empty. */
export interface ScannerIdentity {
  readonly manufacturer: string;
  readonly model: string;
  readonly serial: string;
  readonly softwareVersions: string;
}

/**
 * What the catalog keeps of one instance. Values of a level are decoded when they are asked for: of the thousandth
 * image of a series nobody needs the patient again.
 */
export class InstanceRecord implements InstanceIdentity {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
  readonly sopClassUid: string;
  readonly transferSyntaxUid: string;
  /** The header, without pixel data. */
  readonly dataset: Dataset;
  #ofInstance: readonly Value[] | undefined;

  constructor(dataset: Dataset, transferSyntaxUid: string) {
    this.dataset = dataset;
    this.transferSyntaxUid = transferSyntaxUid;
    this.studyInstanceUid = requiredUid(dataset, tags.StudyInstanceUID, 'StudyInstanceUID');
    this.seriesInstanceUid = requiredUid(dataset, tags.SeriesInstanceUID, 'SeriesInstanceUID');
    this.sopInstanceUid = requiredUid(dataset, tags.SOPInstanceUID, 'SOPInstanceUID');
    this.sopClassUid = requiredUid(dataset, tags.SOPClassUID, 'SOPClassUID');
  }

  get patientId(): string | undefined {
    return this.dataset.string(tags.PatientID);
  }

  get issuerOfPatientId(): string | undefined {
    return this.dataset.string(tags.IssuerOfPatientID);
  }

  get stationName(): string | null {
    return this.dataset.string(tags.StationName) ?? null;
  }

  get modality(): string | undefined {
    return this.dataset.string(tags.Modality);
  }

  /** Values for `levelColumns[level]`, in that order. Those of the instance are decoded once. */
  values(level: Level): readonly Value[] {
    if (level !== 'instance') return this.#decode(level);
    this.#ofInstance ??= this.#decode(level);
    return this.#ofInstance;
  }

  #decode(level: Level): readonly Value[] {
    const { columns, extra } = fields[level];
    const values: Value[] = [];
    for (const attribute of columns) {
      const value = columnValue(this.dataset, attribute);
      values.push(value);
      if (attribute.folds.length > 0) values.push(...foldedValues(attribute, value));
    }
    values.push(extraJson(this.dataset, extra));
    return values;
  }

  /** How the words of the patient's name sound, for fuzzy matching. */
  get nameKeys(): readonly string[] {
    return nameKeys(this.dataset.string(tags.PatientName) ?? '');
  }

  get scanner(): ScannerIdentity | undefined {
    const scanner = {
      manufacturer: this.dataset.string(tags.Manufacturer) ?? '',
      model: this.dataset.string(tags.ManufacturerModelName) ?? '',
      serial: this.dataset.string(tags.DeviceSerialNumber) ?? '',
      softwareVersions: this.dataset.strings(tags.SoftwareVersions).join('\\'),
    };
    return scanner.manufacturer || scanner.model || scanner.serial ? scanner : undefined;
  }
}

/**
 * Reads what the catalog needs from a header.
 * @throws IsocenterError `ingest/missing-uid`, `ingest/bad-uid`.
 */
export function extractRecord(dataset: Dataset, transferSyntaxUid: string): InstanceRecord {
  return new InstanceRecord(dataset, transferSyntaxUid);
}

/** Keys of the words of a name, for fuzzy matching; each once. */
export function nameKeys(name: string): readonly string[] {
  const words = phoneticKey(name.split('=', 1)[0]!).split(/[^\p{L}\p{M}\p{N}]+/u);
  return [...new Set(words.filter((word) => word !== ''))].slice(0, MAXIMUM_NAME_KEYS);
}

const MAXIMUM_NAME_KEYS = 16;
/** PS3.5 9.1, without the rule on leading zeros, which many senders break. */
const UID = /^[0-9]+(\.[0-9]+)*$/;
const MAXIMUM_UID_LENGTH = 64;

function requiredUid(dataset: Dataset, tag: Tag, keyword: string): string {
  const uid = dataset.string(tag);
  if (uid === undefined) throw new IsocenterError('ingest/missing-uid', { keyword });
  if (uid.length > MAXIMUM_UID_LENGTH || !UID.test(uid)) {
    throw new IsocenterError('ingest/bad-uid', { keyword });
  }
  return uid;
}

interface LevelFields {
  readonly columns: readonly (Attribute & { column: string })[];
  readonly extra: readonly Attribute[];
}

const fields = Object.fromEntries(
  levels.map((level) => [level, { columns: columnAttributes(level), extra: extraAttributes(level) }]),
) as Record<Level, LevelFields>;

/** Columns of each level in the order of `InstanceRecord.values`. */
export const levelColumns = Object.fromEntries(
  levels.map((level) => [
    level,
    [...fields[level].columns.flatMap(({ column, folds }) => [column, ...folds]), 'extra'],
  ]),
) as unknown as Readonly<Record<Level, readonly string[]>>;
