/** In place of the panes: the series of the active one as a volume. */
import { getRouteApi } from '@tanstack/react-router';
import type { FindRow } from '../../../src/contract/index.ts';
import { textOf } from '../api/rows.ts';
import type { Engine } from './engine/engine.ts';
import { handOf, type ToolName } from './tools.ts';
import { Mpr } from './volume/mpr.tsx';
import { Space } from './volume/space.tsx';

const route = getRouteApi('/viewer/$study');

interface VolumeStageProps {
  readonly engine: Engine;
  readonly study: string;
  readonly series: string;
  readonly rows: readonly FindRow[];
  readonly tool: ToolName;
}

export function VolumeStage({ engine, study, series, rows, tool }: VolumeStageProps) {
  const { layout, over } = route.useSearch();
  const navigate = route.useNavigate();
  const row = rows.find((each) => textOf(each, 'SeriesInstanceUID') === series);
  const modality = row ? textOf(row, 'Modality') : '';
  const onStack = () =>
    void navigate({
      search: (before) => ({ ...before, layout: undefined, series: undefined, over: undefined }),
    });
  if (layout === 'space') return <Space {...{ engine, study, series, modality, onStack }} />;
  return (
    <Mpr
      {...{ engine, study, series, modality, over, onStack }}
      tool={handOf(tool) ?? 'window'}
      onOver={(chosen) => void navigate({ search: (before) => ({ ...before, over: chosen }) })}
    />
  );
}
