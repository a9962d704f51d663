import { parseFile } from '../../src/dicom/index.ts';

export interface Part {
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Uint8Array;
}

/** The parts of a multipart body, read by a few lines that share nothing with the server's. */
export async function partsOf(response: Response): Promise<Part[]> {
  const type = response.headers.get('content-type') ?? '';
  const boundary = /boundary="?([^";]+)/.exec(type)?.[1];
  if (boundary === undefined) throw new Error(`no boundary in ${type}`);
  const bytes = Buffer.from(await response.arrayBuffer());
  const delimiter = Buffer.from(`--${boundary}`);
  const parts: Part[] = [];
  for (let at = bytes.indexOf(delimiter); ; ) {
    const start = at + delimiter.length;
    if (bytes.subarray(start, start + 2).toString() === '--') return parts;
    const headEnd = bytes.indexOf('\r\n\r\n', start);
    const next = bytes.indexOf(Buffer.concat([Buffer.from('\r\n'), delimiter]), headEnd);
    if (headEnd < 0 || next < 0) throw new Error('the multipart body does not end');
    const lines = bytes
      .subarray(start + 2, headEnd)
      .toString('latin1')
      .split('\r\n');
    const headers = new Map(
      lines.map((line) => [line.split(':')[0]!.toLowerCase(), line.replace(/^[^:]*:\s*/, '')]),
    );
    parts.push({ headers, body: bytes.subarray(headEnd + 4, next) });
    at = next + 2;
  }
}

export interface Boundary {
  readonly boundary: string;
  readonly body: Buffer;
}

/** A multipart body as a careful client writes it. */
export function multipartOf(
  parts: readonly { readonly type: string; readonly headers?: string; readonly body: Uint8Array }[],
  boundary = 'a-boundary-of-the-test',
): Boundary {
  const pieces = parts.flatMap(({ type, headers = '', body }) => [
    Buffer.from(`--${boundary}\r\nContent-Type: ${type}\r\n${headers}\r\n`),
    body,
    Buffer.from('\r\n'),
  ]);
  return { boundary, body: Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]) };
}

/** The data set of a file, without preamble and group 0002. */
export function dataSetOf(file: Uint8Array): Uint8Array {
  return file.subarray(parseFile(file).dataSetOffset);
}
