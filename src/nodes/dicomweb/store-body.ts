import { type Archive, encodePublicHead, READ_AHEAD, type StoredInstance } from '../../archive/index.ts';
import { readAhead } from '../../base/index.ts';
import type { Actor, Scope } from '../../contract/index.ts';
import { MultipartFraming } from '../../net/index.ts';
import { acceptJson } from './call.ts';

/** An instance and what it is sent in. */
export interface Outgoing {
  readonly instance: StoredInstance;
  readonly transferSyntaxUid: string;
}

/** An instance could not be read to its end: the request that it was part of is worth nothing. */
export class Unreadable extends Error {
  readonly outgoing: Outgoing;

  constructor(outgoing: Outgoing, cause: unknown) {
    super('an instance cannot be read', { cause });
    this.outgoing = outgoing;
  }
}

export interface StoreBody {
  readonly headers: Readonly<Record<string, string | number>>;
  readonly pieces: AsyncIterable<Uint8Array>;
}

const DICOM = 'application/dicom';

/** Files as parts of one body (PS3.18 10.5.1), read as they are asked for. Fails with {@link Unreadable}. */
export function storeBodyOf(
  archive: Archive,
  actor: Actor,
  scope: Scope,
  batch: readonly Outgoing[],
): StoreBody {
  const framing = new MultipartFraming(DICOM);
  const heads = batch.map((outgoing) => headOf(framing, outgoing));
  const end = Buffer.from(framing.end());
  const length = lengthOf(batch, heads);
  return {
    headers: {
      'content-type': framing.contentType,
      ...acceptJson,
      ...(length !== undefined && { 'content-length': length + end.length }),
    },
    pieces: pieces(),
  };

  async function* pieces(): AsyncGenerator<Uint8Array> {
    const open = async (outgoing: Outgoing) => {
      const { instance, transferSyntaxUid } = outgoing;
      return await archive.deliver(actor, scope, instance, [transferSyntaxUid]).catch((cause: unknown) => {
        throw new Unreadable(outgoing, cause);
      });
    };
    let at = 0;
    for await (const { dataSet, release } of readAhead(batch, READ_AHEAD, open)) {
      const outgoing = batch[at]!;
      yield heads[at++]!;
      if (dataSet instanceof Uint8Array) yield dataSet;
      else yield* readable(outgoing, dataSet);
      release?.();
    }
    yield end;
  }
}

async function* readable(outgoing: Outgoing, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } catch (cause) {
    throw new Unreadable(outgoing, cause);
  }
}

function headOf(framing: MultipartFraming, { instance, transferSyntaxUid }: Outgoing): Uint8Array {
  const { sopClassUid, sopInstanceUid } = instance;
  const file = encodePublicHead({ sopClassUid, sopInstanceUid, transferSyntaxUid });
  return Buffer.concat([Buffer.from(framing.head({ contentType: DICOM }), 'latin1'), file]);
}

/** Undefined where one is re-encoded, which shows how long it is only then. */
function lengthOf(batch: readonly Outgoing[], heads: readonly Uint8Array[]): number | undefined {
  let length = heads.reduce((sum, head) => sum + head.length, 0);
  for (const { instance, transferSyntaxUid } of batch) {
    if (transferSyntaxUid !== instance.transferSyntaxUid || !instance.location) return undefined;
    length += instance.size - instance.location.headLength;
  }
  return length;
}
