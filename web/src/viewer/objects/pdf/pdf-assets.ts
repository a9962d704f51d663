/** What pdf.js asks for while it reads: letters for PDFs that bring none, tables of East Asian ones, decoders of their pictures. */

/** Addresses of files by their paths: names change with contents. */
const files: Readonly<Record<string, string>> = import.meta.glob<string>(
  [
    '/../node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}',
    '/../node_modules/pdfjs-dist/cmaps/*.bcmap',
    '/../node_modules/pdfjs-dist/wasm/{jbig2,openjpeg}.wasm',
  ],
  { query: '?url', import: 'default', eager: true },
);

const urls = new Map(
  Object.entries(files).map(([path, url]) => [path.slice(path.lastIndexOf('/') + 1), url]),
);

/** As pdf.js names its `BinaryDataFactory`: it hands files to the worker, which has no way to find them. */
export class PdfAssets {
  async fetch({ filename }: { readonly filename: string }): Promise<Uint8Array> {
    const url = urls.get(filename);
    const answer = url === undefined ? undefined : await fetch(url);
    if (!answer?.ok) throw new RangeError(`there is no ${filename}`);
    return new Uint8Array(await answer.arrayBuffer());
  }
}
