import type { Operation } from './operation.ts';
import { requestOf } from './request.ts';

/** C-ECHO, PS3.7 9.1.5. */
export async function answerEcho(operation: Operation): Promise<void> {
  try {
    const { association } = operation;
    association.counts.echoed++;
    operation.finish(await association.whileBusy(association.handlers.echo!(requestOf(operation))));
  } catch (error) {
    operation.fail(error);
  }
}
