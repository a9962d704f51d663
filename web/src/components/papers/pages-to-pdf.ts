/** Photographs of papers as one document that everybody can open. */
import { PDFDocument } from '@cantoo/pdf-lib';

/** A page as wide as A4, PDF points (1/72 inch). */
const pageWidth = 595;
/** Enough to read small print on A4: about 200 dots an inch. */
const longestSide = 2_339;
const quality = 0.85;

/** @throws DOMException for what the browser cannot show as a picture */
export async function documentOf(pages: readonly Blob[], title: string): Promise<Blob> {
  const document = await PDFDocument.create();
  document.setTitle(title);
  for (const page of pages) {
    const { width, height, jpeg } = await upright(page);
    const size = [pageWidth, (pageWidth * height) / width] as const;
    const picture = await document.embedJpg(jpeg);
    document.addPage([...size]).drawImage(picture, { x: 0, y: 0, width: size[0], height: size[1] });
  }
  return new Blob([(await document.save()).slice()], { type: 'application/pdf' });
}

/** As a phone shows it: turned as its camera was held, and no larger than is of use. */
async function upright(page: Blob) {
  const picture = await createImageBitmap(page, { imageOrientation: 'from-image' });
  const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
  const [width, height] = [Math.round(picture.width * scale), Math.round(picture.height * scale)];
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.drawImage(picture, 0, 0, width, height);
  picture.close();
  const jpeg = await (await canvas.convertToBlob({ type: 'image/jpeg', quality })).arrayBuffer();
  return { width, height, jpeg };
}
