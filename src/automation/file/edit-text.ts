import { type Document, parseDocument } from 'yaml';

/** Changes one part of the text of the file; what people wrote around it stays, comments too. */
export function editText(text: string, change: (document: Document) => void): string {
  const document = parseDocument(text);
  change(document);
  return document.toString({ lineWidth: 0 });
}
