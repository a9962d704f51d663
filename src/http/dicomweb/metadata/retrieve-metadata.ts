/** WADO-RS metadata (PS3.18 10.4.1.1.2): from what was prepared, else from the headers of the instances. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { StoredInstance } from '../../../archive/index.ts';
import { codingOf } from '../../compress.ts';
import { etagOf, isUnchanged, weak } from '../../conditional.ts';
import type { ContentCoding } from '../../content-coding.ts';
import { callerOf } from '../../guard.ts';
import { sendXmlParts, xmlParts } from '../native-xml.ts';
import { chooseForm, single } from '../negotiate.ts';
import type { DicomWebParts } from '../parts.ts';
import { serviceRoot, targetOf } from '../paths.ts';
import { everyInstance, selectTarget } from '../retrieve/selection.ts';
import { sendText } from '../text-answer.ts';
import { DICOM_JSON, JSON_TEXT } from '../type-names.ts';
import { type Prepared, textOf } from './prepared.ts';
import {
  describe,
  describeAndKeep,
  type MetadataParts,
  modelsOf,
  type Reader,
  readPrepared,
  rename,
} from './series-metadata.ts';

const forms = [single(DICOM_JSON), single(JSON_TEXT), xmlParts] as const;
/** Series and studies up to this number of instances are looked up whole, and may be prepared. */
const PREPARED_AT_MOST = 20_000;

export function retrieveMetadata(parts: DicomWebParts) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const target = targetOf(request);
    const { form } = chooseForm(request, forms);
    const caller = callerOf(request);
    const root = serviceRoot(request);
    const selection = await selectTarget(parts.archive, caller, target, PREPARED_AT_MOST);
    const etag = selection.rest ? undefined : weak(etagOf(selection.known, `${form.type} ${root}`));
    const { coding } = codingOf(reply);
    if (isUnchanged(request, reply, etag)) return reply;
    if (form.isMultipart) {
      await sendXmlParts(reply, modelsOf(parts, caller, everyInstance(selection), root));
      return reply;
    }
    void reply.header('content-type', form.type);
    if (selection.rest || target.instance !== undefined) {
      await sendText(reply, bracketed([describe(parts, caller, everyInstance(selection), root)]));
      return reply;
    }
    const series = seriesOf(selection.known);
    if (series.length === 1) {
      const prepared = await readPrepared(parts, caller, series[0]!);
      if (prepared) {
        const renamed = await rename(parts, series[0]![0]!, prepared, root);
        return sendPrepared(reply, renamed, root, coding);
      }
    }
    const pieces = series.map((instances) => seriesText(parts, caller, instances, root));
    await sendText(reply, bracketed(pieces));
    return reply;
  };
}

/** A form of it as it is, when that is what the client takes, else the text, which is compressed like any other. */
async function sendPrepared(
  reply: FastifyReply,
  prepared: Prepared,
  root: string,
  coding: ContentCoding | undefined,
): Promise<FastifyReply> {
  if (coding === undefined || prepared.serviceRoot !== root) return reply.send(await textOf(prepared, root));
  void reply.header('content-encoding', coding);
  const { buffer, byteOffset, length } = prepared.forms[coding];
  return reply.send(Buffer.from(buffer, byteOffset, length));
}

/** The instances of each series; they come series by series. */
function seriesOf(instances: readonly StoredInstance[]): StoredInstance[][] {
  const groups = new Map<string, StoredInstance[]>();
  for (const instance of instances) {
    const group = groups.get(instance.seriesInstanceUid);
    if (group) group.push(instance);
    else groups.set(instance.seriesInstanceUid, [instance]);
  }
  return [...groups.values()];
}

/** One series of several, without the brackets around it. */
async function* seriesText(
  parts: MetadataParts,
  reader: Reader,
  instances: readonly StoredInstance[],
  root: string,
): AsyncGenerator<Uint8Array | string> {
  const prepared = await readPrepared(parts, reader, instances);
  if (prepared) yield (await textOf(prepared, root)).subarray(1, -1);
  else yield* describeAndKeep(parts, reader, instances, root);
}

async function* bracketed(
  pieces: Iterable<AsyncIterable<Uint8Array | string>>,
): AsyncGenerator<Uint8Array | string> {
  let separator = '[';
  for (const piece of pieces) {
    yield separator;
    yield* piece;
    separator = ',\n';
  }
  yield ']';
}
