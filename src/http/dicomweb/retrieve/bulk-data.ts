/** WADO-RS bulk data (PS3.18 10.4.1.1.4): the value of one element. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { rangeOf } from '../../byte-range.ts';
import { etagOf, isUnchanged } from '../../conditional.ts';
import { callerOf } from '../../guard.ts';
import { sendOnePart } from '../multipart-answer.ts';
import { chooseForm, multipart, single } from '../negotiate.ts';
import type { DicomWebParts } from '../parts.ts';
import { targetOf } from '../paths.ts';
import { ResponseBody } from '../response-body.ts';
import { sendCompressedPixelData } from './compressed-pixel-data.ts';
import { findValue, parseElementPath } from './find-value.ts';
import { selectInstance } from './selection.ts';

const BYTES = 'application/octet-stream';
const asBytes = single(BYTES);
const asPart = multipart(BYTES);

export function retrieveBulkData(parts: DicomWebParts) {
  const { archive } = parts;
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const path = parseElementPath((request.params as { '*': string })['*']);
    const caller = callerOf(request);
    const instance = await selectInstance(archive, caller, targetOf(request));
    const found = await findValue(archive, caller, instance, path);
    if ('frames' in found) {
      await sendCompressedPixelData(parts, request, reply, instance);
      return reply;
    }
    const hasRange = request.headers.range !== undefined;
    const { form } = chooseForm(request, hasRange ? [asBytes, asPart] : [asPart, asBytes]);
    if (isUnchanged(request, reply, etagOf([instance], `${form.isMultipart} ${path.join('/')}`)))
      return reply;
    const size = 'bytes' in found ? found.bytes.length : found.end - found.start;
    const bytesOf = (start: number, end: number) =>
      'bytes' in found
        ? [found.bytes.subarray(start, end)]
        : archive.readBytes(caller.actor, caller.scope, instance, {
            start: found.start + start,
            end: found.start + end,
          });
    if (form === asBytes) {
      const { start, end } = rangeOf(request, reply, size);
      void reply.header('content-type', BYTES).header('content-length', end - start);
      void reply.header('content-disposition', 'attachment');
      await new ResponseBody(reply).sendAll(bytesOf(start, end));
    } else await sendOnePart(reply, BYTES, { contentType: BYTES, length: size, body: bytesOf(0, size) });
    return reply;
  };
}
