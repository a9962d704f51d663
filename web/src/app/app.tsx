/** Everything that is around all pages: look, data, addresses. */
import { getDefaultZIndex, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { pageNonce } from '../components/page-nonce.ts';
import { queryClient } from './query-client.ts';
import { router } from './router.tsx';
import { theme, variables } from './theme.ts';

/** What keeps the page from scrolling behind a dialog looks for the nonce of its style here. */
Object.assign(globalThis, { __webpack_nonce__: pageNonce() });

/** Over dialogs; what was done before must not lie over what somebody is about to choose. */
const belowMenus = getDefaultZIndex('popover') - 1;

export function App() {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      defaultColorScheme="auto"
      getStyleNonce={pageNonce}
    >
      <QueryClientProvider client={queryClient}>
        <Notifications position="bottom-right" zIndex={belowMenus} data-print-hidden />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
