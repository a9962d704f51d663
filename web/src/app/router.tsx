/** Every page and its address. Pages are loaded when somebody goes there. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { NothingHere } from '../components/nothing-here.tsx';
import { Problem } from '../components/problem.tsx';
import { Home } from '../pages/home/home.tsx';
import { personSearch } from '../pages/person/search-params.ts';
import { Shell } from '../shell/shell.tsx';

const root = createRootRoute();

/** Everything but the viewer, which has the screen for itself. */
const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell });

const home = createRoute({ getParentRoute: () => shell, path: '/', component: Home });

const people = createRoute({
  getParentRoute: () => shell,
  path: '/people',
  validateSearch: ({ who }: Record<string, unknown>) => ({ who: typeof who === 'string' ? who : undefined }),
  component: lazyRouteComponent(() => import('../pages/people/people.tsx'), 'People'),
});

const person = createRoute({
  getParentRoute: () => shell,
  path: '/people/$key',
  validateSearch: personSearch,
  component: lazyRouteComponent(() => import('../pages/person/person.tsx'), 'PersonPage'),
});

const studies = createRoute({
  getParentRoute: () => shell,
  path: '/studies',
  validateSearch: ({ q }: Record<string, unknown>) => ({ q: typeof q === 'string' ? q : undefined }),
  component: lazyRouteComponent(() => import('../pages/studies/studies.tsx'), 'Studies'),
});

const nothing = createRoute({ getParentRoute: () => shell, path: '/$', component: NothingHere });

export const router = createRouter({
  routeTree: root.addChildren([shell.addChildren([home, people, person, studies, nothing])]),
  defaultPreload: 'intent',
  defaultErrorComponent: ({ error }) => <Problem error={error} />,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
