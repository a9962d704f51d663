/** The Native DICOM Model (PS3.19 A.1) as a media type of answers (PS3.18 8.7.3.1). */
import type { FastifyReply } from 'fastify';
import { type JsonDataset, toXml } from '../../dicom/index.ts';
import { MultipartFraming } from '../../net/index.ts';
import { multipartPieces } from './multipart-answer.ts';
import { multipart, single } from './negotiate.ts';
import { sendText } from './text-answer.ts';
import { DICOM_XML } from './type-names.ts';

/** One document for each data set. */
export const xmlParts = multipart(DICOM_XML);
/** The answer of one data set. */
export const xmlAlone = single(DICOM_XML);

export function sendXmlParts(reply: FastifyReply, datasets: AsyncIterable<JsonDataset>): Promise<void> {
  const parts = async function* () {
    for await (const dataset of datasets) yield { contentType: DICOM_XML, body: Buffer.from(toXml(dataset)) };
  };
  const framing = new MultipartFraming(DICOM_XML);
  void reply.header('content-type', framing.contentType);
  return sendText(reply, multipartPieces(framing, parts()));
}
