import type { Archive } from '../../archive/index.ts';
import type { ControlApi, quarantineRoutes } from '../../contract/index.ts';
import { rowOf } from './find.ts';
import { requireLocal } from './require-local.ts';

/** What could not be taken in or was found damaged; its bytes go by a byte route. */
export function quarantineOperations(archive: Archive): Pick<ControlApi, keyof typeof quarantineRoutes> {
  return {
    quarantineList: (page, { actor, scope }) => archive.quarantine(actor, scope, page),
    async quarantineShow({ id }, { actor, scope }) {
      const { file, sha256, dataset } = await archive.quarantined(actor, scope, id);
      return { ...file, digest: sha256, header: dataset ? rowOf(dataset) : null };
    },
    quarantineRetry: ({ id }, { actor, scope }) => archive.retryQuarantined(actor, scope, id),
    async quarantineExport(request, { actor, scope }) {
      requireLocal(actor, 'write files of this machine');
      return await archive.exportQuarantined(actor, scope, request);
    },
    quarantineDiscard: ({ ids }, { actor, scope }) => archive.discardQuarantined(actor, scope, ids),
  };
}
