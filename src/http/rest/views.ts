import type { Access } from '../../access/index.ts';
import type { ControlApi, viewRoutes } from '../../contract/index.ts';
import { requireSession } from './own-session.ts';

/** Searches that people keep. */
export function viewOperations({ views }: Pick<Access, 'views'>): Pick<ControlApi, keyof typeof viewRoutes> {
  return {
    myViews: async (_, caller) => ({ views: [...views.of(requireSession(caller).name)] }),
    myViewSave: async (view, caller) => ({
      views: [...(await views.save(caller.actor, requireSession(caller).name, view))],
    }),
    myViewForget: async ({ name }, caller) => ({
      views: [...(await views.forget(caller.actor, requireSession(caller).name, name))],
    }),
  };
}
