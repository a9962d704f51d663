import type { Archive } from '../../archive/index.ts';
import type { ControlApi, elsewhereRoutes } from '../../contract/index.ts';

/** Studies that are known to be somewhere else. */
export function elsewhereOperations(archive: Archive): Pick<ControlApi, keyof typeof elsewhereRoutes> {
  return {
    elsewhereList: async ({ patientKey }, { actor, scope }) => ({
      studies: await archive.elsewhereStudiesOf(actor, scope, [patientKey]),
    }),
    elsewherePut: (study, { actor, scope }) => archive.putElsewhere(actor, scope, study),
    elsewhereRemove: ({ uid }, { actor, scope }) => archive.removeElsewhere(actor, scope, uid),
  };
}
