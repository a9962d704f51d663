/** Instances that are made here, and brought into the archive: STOW-RS, PS3.18 10.5. */
import { errorOfAnswer } from '../../../src/client/browser.ts';
import { IsocenterError } from '../../../src/contract/index.ts';
import { newUuid } from './uids.ts';

/** @param files Part 10 files of that study. Failures are `IsocenterError`s; nothing is kept then, or what is kept may be sent again. */
export async function storeInstances(study: string, files: readonly Uint8Array[]): Promise<void> {
  const boundary = newUuid();
  const parts = files.flatMap((file) => [
    `--${boundary}\r\ncontent-type: application/dicom\r\n\r\n`,
    new Uint8Array(file),
    '\r\n',
  ]);
  const response = await fetch(`/dicom-web/studies/${study}`, {
    method: 'POST',
    headers: {
      accept: 'application/dicom+json',
      'content-type': `multipart/related; type="application/dicom"; boundary=${boundary}`,
    },
    body: new Blob([...parts, `--${boundary}--\r\n`]),
  }).catch((error: unknown) => {
    throw new IsocenterError('control/lost', { reason: 'the server does not answer' }, error);
  });
  // 202 and 409: some, or all of them, were refused (PS3.18 10.5.3.2).
  if (response.status !== 200) throw await errorOfAnswer(response);
}
