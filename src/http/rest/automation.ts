import type { Automation } from '../../automation/index.ts';
import type {
  automationRoutes,
  ControlApi,
  datasetRoutes,
  extensionRoutes,
  inboxRoutes,
  leftBehindRoutes,
  retentionRoutes,
  ruleRoutes,
  scheduleRoutes,
  treeRoutes,
} from '../../contract/index.ts';

type Operations = Pick<
  ControlApi,
  | keyof typeof automationRoutes
  | keyof typeof inboxRoutes
  | keyof typeof treeRoutes
  | keyof typeof retentionRoutes
  | keyof typeof datasetRoutes
  | keyof typeof ruleRoutes
  | keyof typeof scheduleRoutes
  | keyof typeof leftBehindRoutes
  | keyof typeof extensionRoutes
>;

/** What the archive does by itself. */
export function automationOperations(automation: Automation): Operations {
  const { datasets, file, inboxes, retention, trees, rules, schedules, extensions } = automation;
  return {
    automationShow: () => automation.show(),
    automationCheck: async ({ text }) => ({ problems: [...(await file.check(text))] }),
    async automationSave({ text, digest }) {
      const state = await file.save(text, digest);
      return { ...state, problems: [...state.problems] };
    },
    async automationMail({ to }) {
      await automation.sendTestMail(to);
      return { sentTo: to };
    },
    automationKey: async () => ({ key: await automation.signingKey() }),
    inboxesList: async () => ({ inboxes: await inboxes.list() }),
    inboxShow: ({ name, limit }) => inboxes.show(name, limit),
    inboxCheck: ({ name }) => inboxes.check(name),
    inboxChange: (request) => automation.change('inboxes', request),
    inboxForget: (request) => automation.forget('inboxes', request),
    retentionList: async () => ({ retention: await retention.list() }),
    retentionChange: (request) => automation.change('retention', request),
    retentionForget: (request) => automation.forget('retention', request),
    retentionPreview: ({ name, limit }) => retention.preview(name, limit),
    treesList: async () => ({ trees: await trees.list() }),
    treeChange: (request) => automation.change('trees', request),
    treeForget: (request) => automation.forget('trees', request),
    treePreview: (request) => automation.previewTree(request),
    treeBuild: ({ name, anew }, { signal }) => trees.build(name, { anew }, signal),
    treeVerify: ({ name }, { signal }) => trees.verify(name, signal),
    treeClear: ({ name }) => trees.clear(name),
    treeWhich: ({ name, path }) => trees.which(name, path),
    datasetShow: ({ name }) => datasets.show(name),
    datasetName: (request, caller) => datasets.name(request, caller),
    rulesList: async () => ({ rules: await rules.list() }),
    ruleChange: (request) => automation.change('rules', request),
    ruleForget: (request) => automation.forget('rules', request),
    rulePreview: (request) => automation.previewRule(request),
    ruleTry: (request) => rules.tryOut(request),
    ruleReplay: ({ name, doneSince }, { signal }) => rules.replay(name, { doneSince, signal }),
    runsList: async (request) => ({ runs: await rules.runs(request) }),
    schedulesList: async () => ({ schedules: await schedules.list() }),
    scheduleShow: ({ name, limit }) => schedules.show(name, limit),
    scheduleReport: ({ name, ...which }) => schedules.report(name, which),
    scheduleRun: ({ name, day }) => schedules.run(name, day),
    leftBehindList: (request) => schedules.leftBehind.list(request),
    leftBehindForget: ({ node, studies }) => schedules.leftBehind.forget(node, studies),
    scheduleChange: (request) => automation.change('schedules', request),
    scheduleForget: (request) => automation.forget('schedules', request),
    extensionAsk: async ({ name, route, body }, { actor, signal }) => ({
      answer: await extensions.answer(`${name}.${route}`, { body, caller: actor.name }, signal),
    }),
    extensionLinks: async () => ({ links: extensions.links() }),
    extensionsList: async () => ({ extensions: extensions.list() }),
    schedulePreview: (request, context) => automation.previewSchedule(request, context, context.signal),
  };
}
