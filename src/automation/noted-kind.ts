import type { AuditNote } from '../access/index.ts';
import { asIsocenterError } from '../base/index.ts';
import type { JobKind } from '../jobs/index.ts';

/** Writes into the audit log. */
export type TakeNote = (note: AuditNote) => void;

/** What a job is about, for the audit log: `rule NAME`, and studies. */
export interface About {
  readonly via: string;
  readonly studies: string[];
}

/** The same kind, each attempt of it noted: what the archive does by itself is done on behalf of somebody. */
export const noted = <Input>(
  kind: JobKind<Input>,
  note: TakeNote,
  aboutOf: (input: Input) => About,
): JobKind<Input> => ({
  ...kind,
  async run(input, context) {
    const { actor, address } = context.caller;
    const told = { actor, address, action: kind.right, ...aboutOf(input) };
    try {
      const result = await kind.run(input, context);
      note({ ...told, outcome: 'done' });
      return result;
    } catch (error) {
      const isRefused = asIsocenterError(error).code === 'archive/forbidden';
      note({ ...told, outcome: isRefused ? 'refused' : 'failed' });
      throw error;
    }
  },
});
