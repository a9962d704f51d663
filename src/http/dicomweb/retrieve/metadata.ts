/** WADO-RS metadata (PS3.18 10.4.1.1.2). */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Archive, StoredInstance } from '../../../archive/index.ts';
import { readAhead } from '../../../base/index.ts';
import type { Caller } from '../../../contract/index.ts';
import { callerOf } from '../../guard.ts';
import { chooseForm, single } from '../negotiate.ts';
import type { DicomWebParts } from '../parts.ts';
import { serviceRoot, targetOf } from '../paths.ts';
import { ResponseBody } from '../response-body.ts';
import { etagOf, isUnchanged } from './conditional.ts';
import { instanceJson } from './instance-json.ts';
import { everyInstance, selectTarget } from './selection.ts';

const forms = [single('application/dicom+json'), single('application/json')] as const;
/** Headers to read before their turn. */
const AHEAD = 8;

export function retrieveMetadata({ archive }: DicomWebParts) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { form } = chooseForm(request, forms);
    const caller = callerOf(request);
    const selection = await selectTarget(archive, caller, targetOf(request));
    const root = serviceRoot(request);
    const etag = selection.rest ? undefined : etagOf(selection.known, `metadata ${root}`);
    if (isUnchanged(request, reply, etag)) return reply;
    void reply.header('content-type', form.type);
    await new ResponseBody(reply).sendAll(textOf(archive, caller, everyInstance(selection), root));
    return reply;
  };
}

async function* textOf(
  archive: Archive,
  { actor, scope }: Caller,
  instances: AsyncIterable<StoredInstance>,
  root: string,
): AsyncGenerator<string> {
  const describe = async (instance: StoredInstance) =>
    instanceJson(await archive.header(actor, scope, instance), instance, root);
  let separator = '[';
  for await (const text of readAhead(instances, AHEAD, describe)) {
    yield separator + text;
    separator = ',\n';
  }
  yield ']';
}
