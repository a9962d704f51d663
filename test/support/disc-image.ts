import { Iso9660Image } from '../../src/media/index.ts';

/** An image of a disc with these files. */
export async function isoOf(files: Readonly<Record<string, Uint8Array | string>>): Promise<Buffer> {
  const written = Object.entries(files).map(([path, content]) => {
    const bytes = Buffer.from(content as Uint8Array);
    return { path, size: bytes.length, content: () => [bytes] };
  });
  const options = { volumeId: 'TEST', application: 'TEST', modified: new Date('2026-02-03T04:05:06Z') };
  return Buffer.concat(await Array.fromAsync(new Iso9660Image(written, options).bytes()));
}
