export interface PartHead {
  /** With its parameters. */
  readonly contentType: string;
  /** Bytes of the body, where they are known. */
  readonly length?: number;
  /** Where the same is to be had alone. */
  readonly location?: string;
}

/** The lines around the parts of one body (RFC 2046 5.1.1), in the order of the parts. */
export class MultipartFraming {
  /** Of the body. */
  readonly contentType: string;
  readonly #delimiter: string;
  #isFirst = true;

  /** @param type media type of all parts. */
  constructor(type: string) {
    const boundary = crypto.randomUUID();
    this.contentType = `multipart/related; type="${type}"; boundary=${boundary}`;
    this.#delimiter = `--${boundary}`;
  }

  /** What goes in front of the body of the next part. */
  head({ contentType, length, location }: PartHead): string {
    const start = this.#start();
    this.#isFirst = false;
    const size = length === undefined ? '' : `Content-Length: ${length}\r\n`;
    const where = location === undefined ? '' : `Content-Location: ${location}\r\n`;
    return `${start}${this.#delimiter}\r\nContent-Type: ${contentType}\r\n${size}${where}\r\n`;
  }

  /** What goes behind the last part. */
  end(): string {
    return `${this.#start()}${this.#delimiter}--\r\n`;
  }

  #start(): string {
    return this.#isFirst ? '' : '\r\n';
  }
}
