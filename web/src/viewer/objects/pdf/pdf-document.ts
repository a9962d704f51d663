/** A document in memory, opened by pdf.js in a worker of its own. */
import { getDocument, type PDFDocumentProxy, PDFWorker } from 'pdfjs-dist';
import DocumentWorker from 'pdfjs-dist/build/pdf.worker.min.mjs?worker';
import { PdfAssets } from './pdf-assets.ts';

export interface OpenPdf {
  readonly document: PDFDocumentProxy;
  /** Gives back the worker and everything in it. */
  close(): void;
}

/** Rejects with errors of pdf.js: a document that is damaged, or locked with a password. */
export async function openPdf(bytes: Uint8Array): Promise<OpenPdf> {
  const port = new DocumentWorker();
  // Its types know no ports.
  const worker = new PDFWorker({ port } as object);
  // It takes the memory of what it is given.
  const task = getDocument({
    data: bytes.slice(),
    worker,
    // Pages look alike on all machines, whichever letters those have.
    ...{ useWorkerFetch: false, useSystemFonts: false, BinaryDataFactory: PdfAssets },
  });
  const close = () => {
    void task.destroy().finally(() => {
      worker.destroy();
      port.terminate();
    });
  };
  try {
    return { document: await task.promise, close };
  } catch (error) {
    close();
    throw error;
  }
}
