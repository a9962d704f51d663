/** WADO-RS: studies, series and instances as DICOM files (PS3.18 10.4). */
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  type Archive,
  type Delivery,
  encodePublicHead,
  READ_AHEAD,
  type StoredInstance,
} from '../../../archive/index.ts';
import { asIsocenterError, type IsocenterError, readAhead } from '../../../base/index.ts';
import { type Caller, defaultExportTemplate } from '../../../contract/index.ts';
import { MultipartFraming } from '../../../net/index.ts';
import { rangeOf } from '../../byte-range.ts';
import { etagOf, isUnchanged, variesBy } from '../../conditional.ts';
import { callerOf } from '../../guard.ts';
import { sendZip } from '../../send-zip.ts';
import { chooseForm, multipart, notAcceptable, single } from '../negotiate.ts';
import type { DicomWebParts } from '../parts.ts';
import { type Target, targetOf } from '../paths.ts';
import { ResponseBody } from '../response-body.ts';
import { DICOM, ZIP } from '../type-names.ts';
import { everyInstance, type Selection, selectInstance, selectorOf, selectTarget } from './selection.ts';
import { negotiated } from './transfer-syntax.ts';

const asParts = multipart(DICOM);
const asFile = single(DICOM);
/** Of files as they are stored; for people, and programs that know no multipart. */
const asZip = single(ZIP);

/** One file of the answer: everything about it but its data set. */
interface Plan {
  readonly instance: StoredInstance;
  readonly transferSyntaxUid: string;
  /** What goes in front of the data set: part headers, preamble, group 0002. */
  readonly head: Uint8Array;
}

export function retrieveInstances(parts: DicomWebParts) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const target = targetOf(request);
    const forms = [asParts, target.instance === undefined ? asZip : asFile];
    const { form, transferSyntaxes } = chooseForm(request, forms);
    if (form === asZip) return sendSelectionZip(parts, request, reply, target);
    if (form === asFile) await sendInstanceFile(parts, request, reply, target, transferSyntaxes);
    else await sendSelection(parts, request, reply, target, transferSyntaxes);
    return reply;
  };
}

/** One instance as a file, in one of the transfer syntaxes; see transfer-syntax.ts. */
export async function sendInstanceFile(
  { archive }: DicomWebParts,
  request: FastifyRequest,
  reply: FastifyReply,
  target: Target,
  wanted: readonly string[],
): Promise<void> {
  const caller = callerOf(request);
  const instance = await selectInstance(archive, caller, target);
  if (isUnchanged(request, reply, etagOf([instance], `file ${wanted.join()}`))) return;
  await sendFile({ archive, caller, reply }, request, instance, wanted);
}

async function sendSelectionZip(
  { archive, clock }: DicomWebParts,
  request: FastifyRequest,
  reply: FastifyReply,
  target: Target,
): Promise<FastifyReply> {
  const caller = callerOf(request);
  // There may be nothing that this caller may see: that is told in the words of the other retrievals.
  await selectTarget(archive, caller, target, 0);
  const asked = {
    selection: [selectorOf(target)],
    layout: 'names',
    template: defaultExportTemplate,
  } as const;
  void reply.header('cache-control', 'private, no-cache');
  variesBy(reply, 'accept');
  return sendZip({ archive, clock }, caller, asked, `${target.series ?? target.study}.zip`, reply);
}

async function sendSelection(
  { archive }: DicomWebParts,
  request: FastifyRequest,
  reply: FastifyReply,
  target: Target,
  wanted: readonly string[],
): Promise<void> {
  const caller = callerOf(request);
  const selection = await selectTarget(archive, caller, target);
  const etag = selection.rest ? undefined : etagOf(selection.known, `parts ${wanted.join()}`);
  if (isUnchanged(request, reply, etag)) return;
  await sendParts({ archive, caller, reply }, selection, wanted);
}

interface Answer {
  readonly archive: Archive;
  readonly caller: Caller;
  readonly reply: FastifyReply;
}

async function sendFile(
  answer: Answer,
  request: FastifyRequest,
  instance: StoredInstance,
  wanted: readonly string[],
): Promise<void> {
  const plan = planOf(answer.archive, instance, wanted, () => '');
  if ('error' in plan) throw refusal(plan.error);
  const { transferSyntaxUid } = plan;
  answer.reply
    .header('content-type', `${DICOM}; transfer-syntax=${transferSyntaxUid}`)
    .header('content-disposition', `attachment; filename="${instance.sopInstanceUid}.dcm"`);
  const length = lengthOf([plan]);
  if (length === undefined) return send(answer, [plan], () => '');
  const { start, end } = rangeOf(request, answer.reply, length);
  answer.reply.header('content-length', end - start);
  if (end - start === length) await send(answer, [plan], () => '');
  else await new ResponseBody(answer.reply).sendAll(bytesOf(answer, plan, start, end));
}

/** A part of a file that goes out as it is stored, but for what stands in front of its data set. */
async function* bytesOf(
  { archive, caller: { actor, scope } }: Answer,
  { instance, head }: Plan,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array> {
  if (start < head.length) yield head.subarray(start, end);
  const shift = instance.location!.headLength - head.length;
  const range = { start: Math.max(start, head.length) + shift, end: end + shift };
  if (end > head.length) yield* archive.readBytes(actor, scope, instance, range);
}

async function sendParts(answer: Answer, selection: Selection, wanted: readonly string[]): Promise<void> {
  const framing = new MultipartFraming(DICOM);
  const partHead = (uid: string) => framing.head({ contentType: `${DICOM}; transfer-syntax=${uid}` });
  const end = () => framing.end();
  answer.reply.header('content-type', framing.contentType);
  if (selection.rest) return send(answer, plansOf(answer.archive, selection, wanted, partHead), end);

  const planned = selection.known.map((instance) => planOf(answer.archive, instance, wanted, partHead));
  const plans = planned.filter((plan) => 'head' in plan);
  const failed = planned.find((plan) => 'error' in plan);
  if (plans.length === 0) throw refusal(failed!.error);
  // PS3.18 10.4.3.1: 206 when some of what was asked for cannot be given.
  if (failed) answer.reply.code(206);
  const length = lengthOf(plans);
  if (length !== undefined) answer.reply.header('content-length', length + end().length);
  await send(answer, plans, end);
}

/** What is too much to be planned before the answer begins; instances that cannot be given are left out. */
async function* plansOf(
  archive: Archive,
  selection: Selection,
  wanted: readonly string[],
  partHead: PartHead,
): AsyncGenerator<Plan> {
  for await (const instance of everyInstance(selection)) {
    const plan = planOf(archive, instance, wanted, partHead);
    if ('head' in plan) yield plan;
  }
}

type PartHead = (transferSyntaxUid: string) => string;

function planOf(
  archive: Archive,
  instance: StoredInstance,
  wanted: readonly string[],
  partHead: PartHead,
): Plan | { readonly error: IsocenterError } {
  try {
    const transferSyntaxUid = negotiated(archive, instance, wanted);
    const { sopClassUid, sopInstanceUid } = instance;
    const fileHead = encodePublicHead({ sopClassUid, sopInstanceUid, transferSyntaxUid });
    const head = Buffer.concat([Buffer.from(partHead(transferSyntaxUid), 'latin1'), fileHead]);
    return { instance, transferSyntaxUid, head };
  } catch (error) {
    return { error: asIsocenterError(error) };
  }
}

function refusal(error: IsocenterError): IsocenterError {
  if (error.code !== 'dicom/unsupported-transfer-syntax') return error;
  return notAcceptable([{ type: `${DICOM}; transfer-syntax=${error.params.uid}`, isMultipart: false }]);
}

/** Bytes of all files; undefined where one is re-encoded, which shows how long it is only then. */
function lengthOf(plans: readonly Plan[]): number | undefined {
  let length = 0;
  for (const { instance, transferSyntaxUid, head } of plans) {
    if (transferSyntaxUid !== instance.transferSyntaxUid || !instance.location) return undefined;
    length += head.length + instance.size - instance.location.headLength;
  }
  return length;
}

async function send(
  answer: Answer,
  plans: Iterable<Plan> | AsyncIterable<Plan>,
  end: () => string,
): Promise<void> {
  const { archive, caller, reply } = answer;
  const body = new ResponseBody(reply);
  const ready = async (plan: Plan) => {
    const { actor, scope } = caller;
    return [plan, await archive.deliver(actor, scope, plan.instance, [plan.transferSyntaxUid])] as const;
  };
  try {
    for await (const [{ head }, delivery] of readAhead(plans, READ_AHEAD, ready))
      await sendOne(body, head, delivery);
    const last = end();
    if (last !== '') body.write(last);
    body.end();
  } catch (error) {
    body.fail(error);
  }
}

async function sendOne(body: ResponseBody, head: Uint8Array, { dataSet, release }: Delivery): Promise<void> {
  if (!(dataSet instanceof Uint8Array)) return sendChunks(body, head, dataSet, release);
  body.cork();
  body.write(head);
  const waiting = body.write(dataSet, release);
  body.uncork();
  if (waiting) await waiting;
}

/** The memory of a chunk is written over for the third one after it: by then it has to be on its way. */
async function sendChunks(
  body: ResponseBody,
  head: Uint8Array,
  chunks: AsyncIterable<Uint8Array>,
  release: (() => void) | undefined,
): Promise<void> {
  let previous: Promise<void> = body.written(head);
  for await (const chunk of chunks) {
    const current = body.written(chunk);
    await previous;
    previous = current;
  }
  await previous;
  release?.();
}
