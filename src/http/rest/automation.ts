import type { Automation } from '../../automation/index.ts';
import type { automationRoutes, ControlApi, treeRoutes } from '../../contract/index.ts';

type Operations = Pick<ControlApi, keyof typeof automationRoutes | keyof typeof treeRoutes>;

/** What the archive does by itself. */
export function automationOperations(automation: Automation): Operations {
  const { file, trees } = automation;
  return {
    automationShow: () => automation.show(),
    automationCheck: async ({ text }) => ({ problems: [...(await file.check(text))] }),
    async automationSave({ text, digest }) {
      const state = await file.save(text, digest);
      return { ...state, problems: [...state.problems] };
    },
    treesList: async () => ({ trees: await trees.list() }),
    treeChange: (request) => automation.changeTree(request),
    treeForget: (request) => automation.forgetTree(request),
    treePreview: (request) => automation.previewTree(request),
    treeBuild: ({ name, anew }, { signal }) => trees.build(name, { anew }, signal),
    treeVerify: ({ name }, { signal }) => trees.verify(name, signal),
    treeClear: ({ name }) => trees.clear(name),
    treeWhich: ({ name, path }) => trees.which(name, path),
  };
}
