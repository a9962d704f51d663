import { basename } from 'node:path';
import { asLabel, bidsPath, nameSeries, type SeriesFacts } from '../bids/index.ts';
import type { DatasetSummary } from '../contract/index.ts';
import {
  type Conversion,
  type ConversionTarget,
  type ConversionTerms,
  isSameConversion,
  type SeriesFiles,
} from '../convert/index.ts';
import { type Dataset, tags } from '../dicom/index.ts';
import { DatasetFolder } from './dataset-folder.ts';
import { type LockWait, withDatasetLock } from './dataset-lock.ts';
import {
  type DatasetOutput,
  type DatasetRecord,
  knownPlace,
  nameOfRecord,
  placeOnTheWay,
  readRecord,
  readRecords,
  writeRecord,
} from './dataset-record.ts';
import { addKept, forgetKept, keptOf } from './kept-of-sidecar.ts';
import { belongingOf } from './labels.ts';
import { ASIDE_FOLDER } from './plan-places.ts';
import { factsOf, factsOfHeader } from './series-facts.ts';

/** A folder that is a BIDS dataset: what is converted into it has no place at first, and gets its name when all is there. */
export class BidsDataset implements ConversionTarget, AsyncDisposable {
  readonly #folder: DatasetFolder;
  readonly #name: string;
  readonly #wait: LockWait;
  /** By the name of the file that each is noted in. */
  readonly #records: Map<string, DatasetRecord>;

  private constructor(
    folder: DatasetFolder,
    name: string,
    records: readonly DatasetRecord[],
    wait: LockWait,
  ) {
    this.#folder = folder;
    this.#name = name;
    this.#wait = wait;
    this.#records = new Map(records.map((record) => [nameOfRecord(record.terms), record]));
  }

  /**
   * @param path absolute; made when something is put there
   * @param wait how others that work in it are waited for
   * @throws IsocenterError `convert/limit`, `dataset/mapping`
   */
  static async at(path: string, wait: LockWait): Promise<BidsDataset> {
    const folder = await DatasetFolder.at(path);
    const { mappingIn } = await import('./arrange.ts');
    await mappingIn(folder);
    return new BidsDataset(folder, basename(path), await readRecords(folder), wait);
  }

  /** What headers alone tell: whose it is, and what it may be. */
  nameOf({ header }: SeriesFiles): string[] {
    const { subject, session } = belongingOf(header, [...this.#records.values()]);
    const facts = factsOfHeader(header);
    const [named] = nameSeries([{ facts, outputs: [''] }], []);
    const name = named?.outputs[0];
    try {
      if (name) return bidsPath({ subject, session: named?.session ?? session }, name);
    } catch {
      // What lacks something that BIDS asks for is kept aside.
    }
    const words = asLabel(facts.seriesDescription || facts.protocolName || facts.modality);
    return [ASIDE_FOLDER, `sub-${subject}`, `ses-${session}`, words];
  }

  /** Sidecars may have been written in by people meanwhile, volumes may not. */
  async current(terms: ConversionTerms): Promise<string[] | undefined> {
    const record = await readRecord(this.#folder, terms.seriesInstanceUid);
    // What it is called depends on others.
    if (!record || !isSameConversion({ ...record.terms, name: terms.name }, terms)) return undefined;
    const isThere = await Promise.all(record.outputs.map((output) => this.#isThere(record, output)));
    return isThere.every(Boolean) ? filesOf(record) : undefined;
  }

  scratch(): Promise<string> {
    return this.#folder.scratch();
  }

  /** @throws IsocenterError what {@link withDatasetLock} throws */
  async put(
    conversion: Conversion,
    terms: ConversionTerms,
    _name: readonly string[],
    { header }: SeriesFiles,
  ): Promise<string[]> {
    const facts = await factsOf(header, conversion);
    const put = () => this.#put(conversion, terms, header, facts);
    return await withDatasetLock(this.#folder, put, this.#wait);
  }

  async #put(
    conversion: Conversion,
    terms: ConversionTerms,
    header: Dataset,
    facts: SeriesFacts,
  ): Promise<string[]> {
    // Somebody may have called it otherwise meanwhile.
    const earlier = await readRecord(this.#folder, terms.seriesInstanceUid);
    // A disk may be full, or the program be ended: what people wrote has its new place before the old one goes.
    const kept = await keptOf(this.#folder, terms.seriesInstanceUid, earlier);
    await addKept(conversion, kept);
    if (earlier) await this.#removeFiles(earlier);
    await this.#readOthers();
    const own = nameOfRecord(terms);
    const others = [...this.#records].flatMap(([name, record]) => (name === own ? [] : [record]));
    const record: DatasetRecord = {
      ...{ terms, ...belongingOf(header, others), facts: { ...facts, imageType: [...facts.imageType] } },
      measured: [header.string(tags.AcquisitionDate), header.string(tags.AcquisitionTime)].join(' ').trim(),
      number: header.number(tags.SeriesNumber) ?? 0,
      outputs: await this.#take(conversion, terms.seriesInstanceUid, earlier?.outputs ?? []),
    };
    await writeRecord(this.#folder, record);
    await forgetKept(this.#folder, terms.seriesInstanceUid);
    this.#records.set(own, record);
    return filesOf(record);
  }

  /** What other programs have put there since: who is called how is theirs to say, too. */
  async #readOthers(): Promise<void> {
    for (const record of await readRecords(this.#folder, new Set(this.#records.keys())))
      this.#records.set(nameOfRecord(record.terms), record);
  }

  /** Files of a series, below the folder. */
  async filesOf(seriesInstanceUid: string): Promise<string[]> {
    const record = await readRecord(this.#folder, seriesInstanceUid);
    return record ? filesOf(record) : [];
  }

  /** Gives everything its name. @throws IsocenterError `dataset/mapping`, and what {@link withDatasetLock} throws */
  async arrange(): Promise<DatasetSummary> {
    const { arrangeDataset } = await import('./arrange.ts');
    const arrange = () => arrangeDataset(this.#folder, this.#name);
    return await withDatasetLock(this.#folder, arrange, this.#wait);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#folder[Symbol.asyncDispose]();
  }

  async #take(
    { files }: Conversion,
    seriesInstanceUid: string,
    earlier: readonly DatasetOutput[],
  ): Promise<DatasetOutput[]> {
    const outputs: DatasetOutput[] = [];
    for (const [added, group] of Map.groupBy(files, ({ suffix }) => suffix)) {
      const place = placeOnTheWay(seriesInstanceUid, added);
      const taken: DatasetOutput['files'] = [];
      for (const { path, extension } of group) {
        // What a run that was killed left there.
        await this.#folder.remove(place + extension);
        taken.push({ extension, ...(await this.#folder.take(path, place + extension)) });
      }
      const before = earlier.find((one) => one.added === added);
      outputs.push({ added, place, ...(before && { was: knownPlace(before) }), files: taken });
    }
    return outputs;
  }

  async #isThere(record: DatasetRecord, { added, place, files }: DatasetOutput): Promise<boolean> {
    const places = [place, placeOnTheWay(record.terms.seriesInstanceUid, added)];
    for (const { extension, bytes, modifiedMs } of files) {
      const marks = await Promise.all(places.map((one) => this.#folder.mark(one + extension)));
      const mark = marks.find((one) => one !== undefined);
      const isSame = mark?.bytes === bytes && mark.modifiedMs === modifiedMs;
      if (!mark || (extension !== '.json' && !isSame)) return false;
    }
    return true;
  }

  /** A volume that somebody changed is theirs, and what lies beside it is, too. */
  async #removeFiles({ outputs }: DatasetRecord): Promise<void> {
    for (const { place, files } of outputs) {
      const marks = await Promise.all(files.map(({ extension }) => this.#folder.mark(place + extension)));
      // A link or a folder in place of a file has no mark.
      const isTaken = await Promise.all(
        files.map(({ extension }) => this.#folder.isTaken(place + extension)),
      );
      const isOurs = files.every(({ extension, bytes, modifiedMs }, at) => {
        const mark = marks[at];
        if (!mark) return !isTaken[at];
        return extension === '.json' || (mark.bytes === bytes && mark.modifiedMs === modifiedMs);
      });
      if (isOurs) for (const { extension } of files) await this.#folder.remove(place + extension);
    }
  }
}

const filesOf = ({ outputs }: DatasetRecord): string[] =>
  outputs.flatMap(({ place, files }) => files.map(({ extension }) => place + extension));
