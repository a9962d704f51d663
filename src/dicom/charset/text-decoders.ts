type Decoder = InstanceType<typeof TextDecoder>;

const decoders = new Map<string, Decoder>();

/** A lenient decoder of the WHATWG Encoding Standard, made once per label; a byte order mark is text. */
export function decoderOf(label: string): Decoder {
  let decoder = decoders.get(label);
  if (decoder === undefined) {
    decoder = new TextDecoder(label, { ignoreBOM: true });
    decoders.set(label, decoder);
  }
  return decoder;
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Bytes above 0x7F that no character set was declared for. The standard gives them no meaning; in practice they are
 * UTF-8 (recent software) or Latin-1 (older software), and text that is valid UTF-8 by accident is very rare.
 */
export function decodeUndeclared(bytes: Uint8Array): string {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return decoderOf('windows-1252').decode(bytes);
  }
}

const SHORT = 8;

/** Text of bytes that are known to be below 0x80. For a few bytes a loop beats the call into the decoder. */
export function asciiText(bytes: Uint8Array): string {
  if (bytes.length > SHORT) return decoderOf('utf-8').decode(bytes);
  let text = '';
  for (let i = 0; i < bytes.length; i++) text += String.fromCharCode(bytes[i]!);
  return text;
}
