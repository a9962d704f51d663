/** The XML of a clinical document (HL7 CDA R2), in the encoding that it declares. */
const declared = /^\s*<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)["']/;
/** A declaration stands in its first bytes. */
const HEAD_BYTES = 256;

/** undefined: it is no XML. Nothing that it refers to is loaded. */
export function readXml(bytes: Uint8Array): Document | undefined {
  const text = decoderFor(bytes.subarray(0, HEAD_BYTES)).decode(bytes);
  const document = new DOMParser().parseFromString(text, 'application/xml');
  return document.querySelector('parsererror') ? undefined : document;
}

function decoderFor(head: Uint8Array): TextDecoder {
  const [, label = 'utf-8'] = declared.exec(new TextDecoder('latin1').decode(head)) ?? [];
  try {
    return new TextDecoder(label);
  } catch {
    // No encoding that a browser knows: most of it is readable all the same.
    return new TextDecoder();
  }
}
