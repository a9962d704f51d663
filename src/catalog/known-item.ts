import { sql } from 'kysely';
import type { Origin } from '../contract/index.ts';
import { type Dataset, hexTag } from '../dicom/index.ts';
import { type Engine, rowsOf } from './engine/engine.ts';
import { originColumns, originFrom } from './first-origin.ts';
import type { SeriesParameter } from './parameters.ts';
import { answerDataset } from './query/answer.ts';
import { sourcesOf } from './query/sources.ts';
import { attributes } from './record/attributes.ts';

/** What the catalog knows of an item and its file said: enough to make its rows again without the file. */
export interface KnownItem {
  readonly size: number;
  readonly mediaType: string;
  readonly collection: string | null;
  /** The first one. */
  readonly origin: Origin;
  /** Of a file. */
  readonly name?: string;
  /** Of an instance. */
  readonly header?: KnownHeader;
}

export interface KnownHeader {
  readonly transferSyntaxUid: string;
  readonly pixelDataOffset: number | null;
  readonly state: 'original' | 'conflict' | 'revision';
  /** Values as rows hold them, by tag (eight hexadecimal digits). Those above the instance are of who describes them. */
  readonly attributes: Readonly<Record<string, string | number>>;
  /** Of its series. */
  readonly parameters: readonly SeriesParameter[];
}

/** Undefined when there is no such item. */
export async function knownItem(engine: Engine, itemId: number): Promise<KnownItem | undefined> {
  const [row] = await rowsOf(
    engine,
    sql`SELECT item.size, item.media_type, item.collection, file.name, ${originColumns}
      FROM item LEFT JOIN file ON file.item_id = item.id WHERE item.id = ${itemId}`,
  );
  if (!row) return undefined;
  const [size, mediaType, collection, name, ...origin] = row;
  const header = await headerOf(engine, itemId);
  return {
    size: size as number,
    mediaType: mediaType as string,
    collection: collection as string | null,
    origin: originFrom(origin),
    ...(name === null ? {} : { name: name as string }),
    ...(header && { header }),
  };
}

async function headerOf(engine: Engine, itemId: number): Promise<KnownHeader | undefined> {
  const sources = sourcesOf(engine.dialect, 'instance');
  const expressions = attributes.map(({ tag }) => sources.get(tag)!.expression).join(', ');
  const [row] = await rowsOf(
    engine,
    sql`SELECT instance.series_row, instance.transfer_syntax_uid, instance.pixel_data_offset, instance.state,
        ${sql.raw(expressions)}
      FROM instance JOIN series ON series.id = instance.series_row JOIN study ON study.id = series.study_row
      WHERE instance.item_id = ${itemId}`,
  );
  if (!row) return undefined;
  const [seriesRow, transferSyntaxUid, pixelDataOffset, state, ...values] = row;
  const parameters = await rowsOf(
    engine,
    sql`SELECT name, number_value, text_value FROM series_parameter WHERE series_row = ${seriesRow} ORDER BY name`,
  );
  return {
    transferSyntaxUid: transferSyntaxUid as string,
    pixelDataOffset: pixelDataOffset as number | null,
    state: state as KnownHeader['state'],
    attributes: Object.fromEntries(
      attributes.flatMap(({ tag }, index) => {
        const value = values[index] ?? null;
        return value === null ? [] : [[hexTag(tag), value]];
      }),
    ),
    parameters: parameters.map(([name, number, text]) => ({ name, number, text }) as SeriesParameter),
  };
}

/** The attributes as the data set that they came from. */
export function datasetOfHeader({ attributes: values }: Pick<KnownHeader, 'attributes'>): Dataset {
  const there = attributes.filter(({ tag }) => values[hexTag(tag)] !== undefined);
  const columns = there.map(({ tag, vr, kind, multiple }) => ({
    ...{ tag, vr, multiple, known: true },
    kind: kind === 'integer' ? ('number' as const) : kind === 'sequence' ? kind : ('text' as const),
  }));
  return answerDataset(
    columns,
    there.map(({ tag }) => values[hexTag(tag)]!),
  );
}
