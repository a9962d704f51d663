/** What is done with the panes: how many there are, how they go together, what is beside them. */
import { IconListDetails, IconListSearch } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { PriorMenu } from './compare/prior-menu.tsx';
import type { CompareTerms } from './compare/use-compare.ts';
import { LinkMenu } from './link/link-menu.tsx';
import { linksIn, linksText } from './link/links.ts';
import { type PanelName, panels } from './panel/panels.ts';
import { PictureMenu } from './picture/picture-menu.tsx';
import { BarButton } from './tool-bar.tsx';
import { LayoutMenu } from './workspace/layout-menu.tsx';
import { withFull, withLayout } from './workspace/workspace.ts';

const icons: Readonly<Record<PanelName, typeof IconListDetails>> = {
  measurements: IconListDetails,
  elements: IconListSearch,
};

const route = getRouteApi('/viewer/$study');

export function WorkspaceBar(terms: CompareTerms) {
  const { rows, place } = terms;
  const { workspace, step } = place;
  const { t } = useTranslation('viewer');
  const { panel, link, layout } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <>
      <LayoutMenu
        layout={workspace?.layout}
        onLayout={(layout) => step((before) => withLayout(before, layout, rows))}
        onFull={() => step((before) => withFull(before, !before.isFull))}
      />
      {workspace && workspace.panes.length > 1 && (
        <LinkMenu
          links={linksIn(link)}
          onLinks={(links) =>
            void navigate({ search: (before) => ({ ...before, link: linksText(links) }), replace: true })
          }
        />
      )}
      <PriorMenu {...terms} />
      <PictureMenu of={layout ? '[data-picture]' : `[data-pane="${(workspace?.active ?? 0) + 1}"]`} />
      {panels.map((each) => (
        <BarButton
          key={each}
          label={t(`panelOpen_${each}`)}
          icon={icons[each]}
          isPressed={panel === each}
          onClick={() =>
            void navigate({
              search: (before) => ({ ...before, panel: before.panel === each ? undefined : each }),
            })
          }
        />
      ))}
    </>
  );
}
