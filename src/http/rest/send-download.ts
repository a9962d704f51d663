import type { FastifyReply } from 'fastify';
import type { Caller } from '../../contract/index.ts';
import { sendDisc } from '../send-disc.ts';
import { sendZip, sendZipOf } from '../send-zip.ts';
import { untilGone } from '../until-gone.ts';
import type { AskedDownload } from './downloads.ts';
import { filmFiles } from './film-files.ts';
import { pictureFiles } from './picture-files.ts';
import type { RestParts } from './rest-door.ts';
import { selectorsOf } from './selection.ts';

/** What was asked for as one file, written while it is sent. */
export async function sendDownload(
  { archive, clock, renderer }: Pick<RestParts, 'archive' | 'clock' | 'renderer'>,
  caller: Caller,
  { selection: asked, form, template, name }: AskedDownload,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const selection = selectorsOf(archive, asked);
  if (form === 'disc') return await sendDisc({ archive, renderer }, caller, selection, `${name}.iso`, reply);
  const zipName = `${name}.zip`;
  if (form === 'files' || form === 'media') {
    const layout = form === 'files' ? 'names' : 'media';
    return await sendZip({ archive, clock }, caller, { selection, layout, template }, zipName, reply);
  }
  const [drawing, signal] = [{ archive, renderer }, untilGone(reply)];
  const files =
    form === 'gif'
      ? filmFiles(drawing, caller, { selection, template }, signal)
      : pictureFiles(drawing, caller, { selection, template, format: form }, signal);
  return await sendZipOf(files, clock, zipName, reply);
}
