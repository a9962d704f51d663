/** The name of a file that is kept beside images: a link to what can be seen of it, else to its bytes. */
import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ListedFile } from '../../../src/contract/index.ts';
import { useMay } from '../api/rights.ts';

/** Pages that draw what browsers do not. */
export const drawingPages = { recording: '/recordings/$digest', volume: '/volumes/$digest' } as const;

export const isDrawn = (preview: ListedFile['preview']): preview is keyof typeof drawingPages =>
  Object.hasOwn(drawingPages, preview);

export function FileLink({ file: { digest, name, preview } }: { readonly file: ListedFile }) {
  const may = useMay();
  if (isDrawn(preview) && may('view'))
    return (
      <Anchor
        inherit
        truncate
        renderRoot={(props) => <Link to={drawingPages[preview]} params={{ digest }} {...props} />}
      >
        {name}
      </Anchor>
    );
  if (preview !== 'none' && may('view'))
    return (
      <Anchor href={`/api/files/${digest}/preview`} target="_blank" rel="noreferrer" inherit truncate>
        {name}
      </Anchor>
    );
  if (!may('download')) return name;
  return (
    <Anchor href={`/api/files/${digest}/content`} inherit truncate>
      {name}
    </Anchor>
  );
}
