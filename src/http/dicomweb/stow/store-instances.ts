/** STOW-RS (PS3.18 10.5): instances as DICOM files, streamed into the archive, or as metadata and bulk data. */
import type { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ArrivingInstances, type Outcome } from '../../../archive/index.ts';
import { asIsocenterError, IsocenterError, Slots } from '../../../base/index.ts';
import { jsonText, toXml } from '../../../dicom/index.ts';
import {
  giveBack,
  type MediaType,
  MultipartParser,
  type PartHandler,
  parseMediaType,
} from '../../../net/index.ts';
import { callerOf } from '../../guard.ts';
import { untilGone } from '../../until-gone.ts';
import { xmlAlone } from '../native-xml.ts';
import { chooseForm, single } from '../negotiate.ts';
import type { DicomWebParts } from '../parts.ts';
import { serviceRoot, targetOf } from '../paths.ts';
import { DICOM, DICOM_JSON, JSON_TEXT } from '../type-names.ts';
import { DescribedInstances } from './described-instances.ts';
import { responseModel, statusOf } from './store-response.ts';
import { notTaken, types } from './stored-types.ts';

const answers = [single(DICOM_JSON), single(JSON_TEXT), xmlAlone] as const;

/** Requests of metadata and bulk data that are taken at once: each keeps all of its body in memory. */
const DESCRIBED_AT_ONCE = 4;
/** Of those, as many wait for their turn at most; nothing of them is read. */
const DESCRIBED_WAITING = 32;

export function storeInstances({ archive, clock }: DicomWebParts) {
  const described = new Slots(DESCRIBED_AT_ONCE, DESCRIBED_WAITING, 'input/busy');
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const type = bodyTypeOf(request);
    const { form } = chooseForm(request, answers);
    const { actor, scope, address } = callerOf(request);
    const { study: studyInstanceUid } = targetOf(request);
    const arriving = new ArrivingInstances(() => {
      const receivedAt = clock.now().toISOString();
      return archive.ingestDicomFile(actor, scope, {
        origin: { via: 'stow', receivedAt, sender: actor.name, address, receiver: '' },
        ...(studyInstanceUid !== undefined && { announced: { studyInstanceUid } }),
      });
    });
    try {
      if (isDescription(type)) {
        const base = `${serviceRoot(request)}/`;
        await described.run(() => receiveDescribed(request.raw, type, arriving, base), untilGone(reply));
      } else await receive(request.raw, type, arriving);
    } catch (error) {
      arriving.abort(error);
      // What was complete is stored, and the client gets no list of it: it has to be certain before we answer.
      await arriving.outcomes();
      // The rest of the body is of no use to anybody.
      void reply.header('connection', 'close');
      throw asIsocenterError(error);
    }
    const outcomes = await arriving.outcomes();
    requireSomething(outcomes);
    const model = responseModel(outcomes, serviceRoot(request));
    const body = Buffer.from(form === xmlAlone ? toXml(model) : jsonText(model));
    return reply.code(statusOf(outcomes)).header('content-type', form.type).send(body);
  };
}

/** What the body is. @throws IsocenterError `input/media-type` */
function bodyTypeOf({ headers }: FastifyRequest): MediaType {
  const text = headers['content-type'] ?? '';
  const type = parseMediaType(text);
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') throw notTaken(`Content-Encoding ${encoding.slice(0, 32)}`);
  if (type && types.includes(type.name)) return type;
  if (type?.name !== 'multipart/related') throw notTaken(text || 'A body without Content-Type');
  if (!types.includes(kindOf(type))) throw notTaken(text);
  if (!type.parameters.has('boundary')) throw notTaken('A multipart body without boundary');
  return type;
}

/** Of a body, or of its parts. */
const kindOf = ({ name, parameters }: MediaType): string =>
  name === 'multipart/related' ? (parameters.get('type')?.toLowerCase() ?? DICOM) : name;

const isDescription = (type: MediaType): boolean => kindOf(type) !== DICOM;

async function receiveDescribed(
  body: Readable,
  type: MediaType,
  arriving: ArrivingInstances,
  base: string,
): Promise<void> {
  const described = new DescribedInstances(base);
  if (type.name === 'multipart/related') await parseParts(body, type, described);
  else {
    described.begin(new Map([['content-type', type.name]]));
    for await (const chunk of chunksOf(body)) {
      described.data(chunk);
      giveBack(chunk);
    }
  }
  await described.storeIn(arriving);
}

async function parseParts(body: Readable, { parameters }: MediaType, handler: PartHandler): Promise<void> {
  const parser = new MultipartParser(parameters.get('boundary')!, handler);
  for await (const chunk of chunksOf(body)) {
    await parser.push(chunk);
    giveBack(chunk);
  }
  parser.end();
}

async function receive(body: Readable, type: MediaType, arriving: ArrivingInstances): Promise<void> {
  if (type.name === DICOM) {
    arriving.begin();
    for await (const chunk of chunksOf(body)) {
      await arriving.write(chunk);
      giveBack(chunk);
    }
    return arriving.end();
  }
  let isDicom = false;
  await parseParts(body, type, {
    begin(headers) {
      const text = headers.get('content-type') ?? DICOM;
      isDicom = parseMediaType(text)?.name === DICOM;
      if (isDicom) arriving.begin();
      else arriving.refuse(notTaken(text));
    },
    data: (bytes) => (isDicom ? arriving.write(bytes) : undefined),
    end: () => (isDicom ? arriving.end() : undefined),
  });
}

/** A body that is not read to its end must not take the connection with it: the refusal goes out there. */
const chunksOf = (body: Readable): AsyncIterable<Buffer> => body.iterator({ destroyOnReturn: false });

function requireSomething(outcomes: readonly Outcome[]): void {
  if (outcomes.length === 0)
    throw new IsocenterError('input/invalid', { reason: 'The body has no instance.' });
}
