/** Every page and its address. Pages are loaded when somebody goes there. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { NothingHere } from '../components/nothing-here.tsx';
import { Problem } from '../components/problem.tsx';
import { type Area, loadTexts } from '../i18n/index.ts';
import { addSearch } from '../pages/add/search-params.ts';
import { auditSearch } from '../pages/admin/audit/search-params.ts';
import { listSearch } from '../pages/admin/list-search.ts';
import { nodesSearch } from '../pages/admin/nodes/search-params.ts';
import { quarantineSearch } from '../pages/admin/quarantine/search-params.ts';
import { settingsSearch } from '../pages/admin/settings/search-params.ts';
import { automationSearch } from '../pages/automation/search-params.ts';
import { fetchSearch } from '../pages/fetch/search-params.ts';
import { Home } from '../pages/home/home.tsx';
import { jobsSearch } from '../pages/jobs/search-params.ts';
import { personSearch } from '../pages/person/search-params.ts';
import { sharesSearch } from '../pages/shares/search-params.ts';
import { type StudiesSearch, studiesSearch } from '../pages/studies/search-params.ts';
import { studySearch } from '../pages/study/search-params.ts';
import { welcomeSearch } from '../pages/welcome/search-params.ts';
import { Shell } from '../shell/shell.tsx';
import { volumeSearch } from '../viewer/nifti/search-params.ts';
import { fetchViewerSoon, loadEngine, loadLayers, loadViewer } from '../viewer/parts.ts';
import { viewerSearch } from '../viewer/search-params.ts';
import { queryClient } from './query-client.ts';

/** A page that is loaded with its words. */
function page<Module extends Record<string, unknown>, Name extends keyof Module>(
  load: () => Promise<Module>,
  name: Name,
  area?: Area,
) {
  const withTexts = async () => {
    const [module] = await Promise.all([load(), loadTexts('records'), area && loadTexts(area)]);
    return module;
  };
  return lazyRouteComponent(withTexts, name);
}

/** One's own account has the words of the accounts of others, too. */
const adminPage = <Module extends Record<string, unknown>, Name extends keyof Module>(
  load: () => Promise<Module>,
  name: Name,
) => page(load, name, 'administration');

const root = createRootRoute();

/** Everything but the viewer, which has the screen for itself, and what a link shows. */
const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell });

const home = createRoute({ getParentRoute: () => shell, path: '/', component: Home });

const account = createRoute({
  getParentRoute: () => shell,
  path: '/account',
  component: adminPage(() => import('../pages/account/account.tsx'), 'OwnAccount'),
});

const emergency = createRoute({
  getParentRoute: () => shell,
  path: '/account/emergency',
  component: adminPage(() => import('../pages/account/emergency/emergency.tsx'), 'EmergencyPage'),
});

const add = createRoute({
  getParentRoute: () => shell,
  path: '/add',
  validateSearch: addSearch,
  component: page(() => import('../pages/add/add.tsx'), 'Add'),
});

const people = createRoute({
  getParentRoute: () => shell,
  path: '/people',
  validateSearch: ({ who }: Record<string, unknown>) => ({ who: typeof who === 'string' ? who : undefined }),
  component: page(() => import('../pages/people/people.tsx'), 'People'),
});

const person = createRoute({
  getParentRoute: () => shell,
  path: '/people/$key',
  validateSearch: personSearch,
  component: page(() => import('../pages/person/person.tsx'), 'PersonPage'),
});

const jobs = createRoute({
  getParentRoute: () => shell,
  path: '/jobs',
  validateSearch: jobsSearch,
  component: page(() => import('../pages/jobs/jobs.tsx'), 'Jobs'),
});

const automation = createRoute({
  getParentRoute: () => shell,
  path: '/automation',
  validateSearch: automationSearch,
  component: adminPage(() => import('../pages/automation/automation.tsx'), 'AutomationPage'),
});

/** For who came by a link. */
const shared = createRoute({
  getParentRoute: () => root,
  path: '/shared',
  component: page(() => import('../pages/shared/shared.tsx'), 'SharedPage'),
});

const shares = createRoute({
  getParentRoute: () => shell,
  path: '/shares',
  validateSearch: sharesSearch,
  component: page(() => import('../pages/shares/shares.tsx'), 'Shares'),
});

/** The rows, while the page is drawn. */
async function askForStudies(search: StudiesSearch): Promise<void> {
  const { prepareStudies } = await import('../pages/studies/understood-words.ts');
  prepareStudies(queryClient, search);
}

const studies = createRoute({
  getParentRoute: () => shell,
  path: '/studies',
  validateSearch: studiesSearch,
  loaderDeps: ({ search: { q, sort, columns } }) => ({ q, sort, columns }),
  loader: ({ deps }) => askForStudies(deps),
  // Other parts of the address ask for nothing new.
  ...{ staleTime: Number.POSITIVE_INFINITY, gcTime: 0 },
  component: page(() => import('../pages/studies/studies.tsx'), 'Studies'),
});

/** While the viewer itself is loaded, which waits for all of it, and tells what goes wrong. */
function prepareViewer(study: string): void {
  for (const load of [loadEngine, loadLayers]) load().catch(() => undefined);
  askForSeries(study).catch(() => undefined);
}

/** What reads their elements is too large for every page to have. */
async function askForSeries(study: string): Promise<void> {
  const { seriesFor } = await import('../viewer/series-query.ts');
  await queryClient.prefetchQuery(seriesFor(study));
}

/** Has the screen for itself. */
const viewer = createRoute({
  getParentRoute: () => root,
  path: '/viewer/$study',
  validateSearch: viewerSearch,
  loader: ({ params: { study } }) => prepareViewer(study),
  component: page(loadViewer, 'Viewer', 'viewing'),
});

/** Has the screen for itself, as the viewer has. */
const recording = createRoute({
  getParentRoute: () => root,
  path: '/recordings/$digest',
  component: page(() => import('../viewer/objects/recording/recording-page.tsx'), 'RecordingPage', 'viewing'),
});

/** The same for a volume that is kept as a file. */
const volume = createRoute({
  getParentRoute: () => root,
  path: '/volumes/$digest',
  validateSearch: volumeSearch,
  component: page(() => import('../viewer/nifti/nifti-page.tsx'), 'NiftiPage', 'viewing'),
});

const study = createRoute({
  getParentRoute: () => shell,
  path: '/studies/$study',
  validateSearch: studySearch,
  // Who looks at a study opens it next.
  onEnter: fetchViewerSoon,
  component: page(() => import('../pages/study/study.tsx'), 'StudyPage'),
});

const admin = createRoute({
  getParentRoute: () => shell,
  path: '/admin',
  component: adminPage(() => import('../pages/admin/admin.tsx'), 'Admin'),
});

const adminPages = [
  createRoute({
    getParentRoute: () => admin,
    path: '/',
    beforeLoad: () => {
      throw redirect({ to: '/admin/status', replace: true });
    },
  }),
  createRoute({
    getParentRoute: () => admin,
    path: 'status',
    component: adminPage(() => import('../pages/admin/status/status.tsx'), 'StatusPage'),
  }),
  createRoute({
    getParentRoute: () => admin,
    path: 'quarantine',
    validateSearch: quarantineSearch,
    component: adminPage(() => import('../pages/admin/quarantine/quarantine.tsx'), 'QuarantinePage'),
  }),
  createRoute({
    getParentRoute: () => admin,
    path: 'nodes',
    validateSearch: nodesSearch,
    component: adminPage(() => import('../pages/admin/nodes/nodes.tsx'), 'Nodes'),
  }),
  createRoute({
    getParentRoute: () => admin,
    path: 'settings',
    validateSearch: settingsSearch,
    component: adminPage(() => import('../pages/admin/settings/settings.tsx'), 'Settings'),
  }),
  createRoute({
    getParentRoute: () => admin,
    path: 'accounts',
    validateSearch: listSearch,
    component: adminPage(() => import('../pages/admin/accounts/accounts.tsx'), 'Accounts'),
  }),
  createRoute({
    getParentRoute: () => admin,
    path: 'accounts/$name',
    component: adminPage(() => import('../pages/admin/account/account.tsx'), 'Account'),
  }),
  createRoute({
    getParentRoute: () => admin,
    path: 'groups',
    validateSearch: listSearch,
    component: adminPage(() => import('../pages/admin/groups/groups.tsx'), 'Groups'),
  }),
  createRoute({
    getParentRoute: () => admin,
    path: 'groups/$name',
    component: adminPage(() => import('../pages/admin/group/group.tsx'), 'GroupPage'),
  }),
  createRoute({
    getParentRoute: () => admin,
    path: 'collections',
    validateSearch: listSearch,
    component: adminPage(() => import('../pages/admin/collections/collections.tsx'), 'Collections'),
  }),
  createRoute({
    getParentRoute: () => admin,
    path: 'collections/$name',
    component: adminPage(() => import('../pages/admin/collection/collection.tsx'), 'CollectionPage'),
  }),
  createRoute({
    getParentRoute: () => admin,
    path: 'tokens',
    validateSearch: listSearch,
    component: adminPage(() => import('../pages/admin/tokens/tokens.tsx'), 'Tokens'),
  }),
  createRoute({
    getParentRoute: () => admin,
    path: 'emergencies',
    component: adminPage(() => import('../pages/admin/emergencies/emergencies.tsx'), 'Emergencies'),
  }),
  createRoute({
    getParentRoute: () => admin,
    path: 'audit',
    validateSearch: auditSearch,
    component: adminPage(() => import('../pages/admin/audit/audit.tsx'), 'AuditPage'),
  }),
] as const;

const fetch = createRoute({
  getParentRoute: () => shell,
  path: '/fetch',
  validateSearch: fetchSearch,
  component: page(() => import('../pages/fetch/fetch.tsx'), 'FetchPage'),
});

const trash = createRoute({
  getParentRoute: () => shell,
  path: '/trash',
  component: page(() => import('../pages/trash/trash.tsx'), 'Trash'),
});

/** The first run. */
const welcome = createRoute({
  getParentRoute: () => shell,
  path: '/welcome',
  validateSearch: welcomeSearch,
  component: page(() => import('../pages/welcome/welcome.tsx'), 'Welcome'),
});

const nothing = createRoute({ getParentRoute: () => shell, path: '/$', component: NothingHere });

export const router = createRouter({
  routeTree: root.addChildren([
    viewer,
    recording,
    volume,
    shared,
    shell.addChildren([
      ...[
        home,
        account,
        emergency,
        add,
        automation,
        fetch,
        jobs,
        people,
        person,
        shares,
        studies,
        study,
        trash,
      ],
      admin.addChildren(adminPages),
      welcome,
      nothing,
    ]),
  ]),
  defaultPreload: 'intent',
  defaultErrorComponent: ({ error }) => <Problem error={error} />,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
