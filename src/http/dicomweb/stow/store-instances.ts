/** STOW-RS (PS3.18 10.5): instances as DICOM files, streamed into the archive. */
import type { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { asIsocenterError, IsocenterError } from '../../../base/index.ts';
import { jsonText, toXml } from '../../../dicom/index.ts';
import { giveBack } from '../../give-back.ts';
import { callerOf } from '../../guard.ts';
import { type MediaType, parseMediaType } from '../media-type.ts';
import { xmlAlone } from '../native-xml.ts';
import { chooseForm, single } from '../negotiate.ts';
import type { DicomWebParts } from '../parts.ts';
import { serviceRoot, targetOf } from '../paths.ts';
import { ArrivingInstances } from './arriving-instances.ts';
import { MultipartParser } from './multipart-parser.ts';
import { type Outcome, responseModel, statusOf } from './store-response.ts';

const DICOM = 'application/dicom';
const taken = `multipart/related; type="${DICOM}" or ${DICOM}`;
const answers = [single('application/dicom+json'), single('application/json'), xmlAlone] as const;

export function storeInstances({ archive, clock }: DicomWebParts) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const type = bodyTypeOf(request);
    const { form } = chooseForm(request, answers);
    const caller = callerOf(request);
    const arriving = new ArrivingInstances(archive, clock, caller, targetOf(request).study);
    try {
      await receive(request.raw, type, arriving);
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
  if (type?.name === DICOM) return type;
  if (type?.name !== 'multipart/related') throw notTaken(text.slice(0, 128) || 'A body without Content-Type');
  if ((type.parameters.get('type')?.toLowerCase() ?? DICOM) !== DICOM) throw notTaken(text.slice(0, 128));
  if (!type.parameters.has('boundary')) throw notTaken('A multipart body without boundary');
  return type;
}

async function receive(
  body: Readable,
  { name, parameters }: MediaType,
  arriving: ArrivingInstances,
): Promise<void> {
  if (name === DICOM) {
    arriving.begin();
    for await (const chunk of chunksOf(body)) {
      await arriving.write(chunk);
      giveBack(chunk);
    }
    return arriving.end();
  }
  let isDicom = false;
  const parser = new MultipartParser(parameters.get('boundary')!, {
    begin(headers) {
      const text = headers.get('content-type') ?? DICOM;
      isDicom = parseMediaType(text)?.name === DICOM;
      if (isDicom) arriving.begin();
      else arriving.refuse(notTaken(text.slice(0, 128)));
    },
    data: (bytes) => (isDicom ? arriving.write(bytes) : undefined),
    end: () => (isDicom ? arriving.end() : undefined),
  });
  for await (const chunk of chunksOf(body)) {
    await parser.push(chunk);
    giveBack(chunk);
  }
  parser.end();
}

/** A body that is not read to its end must not take the connection with it: the refusal goes out there. */
const chunksOf = (body: Readable): AsyncIterable<Buffer> => body.iterator({ destroyOnReturn: false });

function requireSomething(outcomes: readonly Outcome[]): void {
  if (outcomes.length === 0)
    throw new IsocenterError('input/invalid', { reason: 'The body has no instance.' });
}

const notTaken = (type: string): IsocenterError =>
  new IsocenterError('input/media-type', { type, wanted: taken });
