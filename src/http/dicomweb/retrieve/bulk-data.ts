/** WADO-RS bulk data (PS3.18 10.4.1.1.5, 10.4.1.1.6): the value of one element. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { StoredInstance } from '../../../archive/index.ts';
import { IsocenterError } from '../../../base/index.ts';
import { hexTag } from '../../../dicom/index.ts';
import { rangeOf } from '../../byte-range.ts';
import { etagOf, isUnchanged } from '../../conditional.ts';
import { callerOf } from '../../guard.ts';
import { sendOnePart } from '../multipart-answer.ts';
import { chooseForm, multipart, single } from '../negotiate.ts';
import type { DicomWebParts } from '../parts.ts';
import { serviceRoot, targetOf } from '../paths.ts';
import { ResponseBody } from '../response-body.ts';
import { BYTES } from '../type-names.ts';
import { sendCompressedPixelData } from './compressed-pixel-data.ts';
import { findValue, openValue, parseElementPath } from './find-value.ts';
import { bulkDataUri } from './instance-json.ts';
import { selectInstance } from './selection.ts';

const asBytes = single(BYTES);
const asPart = multipart(BYTES);

/** What metadata refer to. */
export function retrieveBulkData(parts: DicomWebParts) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const path = (request.params as { '*': string })['*'];
    parseElementPath(path);
    const instance = await selectInstance(parts.archive, callerOf(request), targetOf(request));
    return sendValue(parts, request, reply, instance, path);
  };
}

/** The same of the pixel data of an instance, whichever element that is. */
export function retrievePixelData(parts: DicomWebParts) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const caller = callerOf(request);
    const instance = await selectInstance(parts.archive, caller, targetOf(request));
    const { pixelData } = await parts.archive.header(caller.actor, caller.scope, instance);
    if (!pixelData) throw new IsocenterError('pixels/none');
    return sendValue(parts, request, reply, instance, hexTag(pixelData.tag));
  };
}

async function sendValue(
  parts: DicomWebParts,
  request: FastifyRequest,
  reply: FastifyReply,
  instance: StoredInstance,
  path: string,
): Promise<FastifyReply> {
  const { archive } = parts;
  const caller = callerOf(request);
  const location = bulkDataUri(serviceRoot(request), instance, path);
  const found = await findValue(archive, caller, instance, parseElementPath(path));
  if ('frames' in found) {
    await sendCompressedPixelData(parts, request, reply, instance, location);
    return reply;
  }
  const hasRange = request.headers.range !== undefined;
  const { form } = chooseForm(request, hasRange ? [asBytes, asPart] : [asPart, asBytes]);
  if (isUnchanged(request, reply, etagOf([instance], `${form.isMultipart} ${path}`))) return reply;
  const { size, read } = openValue(archive, caller, instance, found);
  if (form === asBytes) {
    const { start, end } = rangeOf(request, reply, size);
    void reply.header('content-type', BYTES).header('content-length', end - start);
    void reply.header('content-disposition', 'attachment');
    await new ResponseBody(reply).sendAll(read(start, end));
  } else await sendOnePart(reply, BYTES, { contentType: BYTES, location, length: size, body: read(0, size) });
  return reply;
}
