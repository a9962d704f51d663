/** A picture of the study on whose name the mouse rests: one for all rows. */
import { Tooltip } from '@mantine/core';
import { type RefObject, useEffect, useState } from 'react';
import type { FindRow } from '../../../../../src/contract/index.ts';
import { Picture } from './row.tsx';

const restMs = 250;
const size = 192;

interface HoverPictureProps {
  readonly frame: RefObject<HTMLElement | null>;
  /** @param index of a row, from 0 */
  readonly rowOf: (index: number) => FindRow | undefined;
}

export function HoverPicture({ frame, rowOf }: HoverPictureProps) {
  const [name, setName] = useState<HTMLElement>();
  useEffect(() => {
    const grid = frame.current;
    if (!grid) return;
    let rest: ReturnType<typeof setTimeout> | undefined;
    const onOver = ({ target, pointerType }: PointerEvent) => {
      clearTimeout(rest);
      const over = pointerType === 'mouse' && (target as Element).closest<HTMLElement>('[data-pictured]');
      if (over) rest = setTimeout(() => setName(over), restMs);
      else setName(undefined);
    };
    const onAway = () => {
      clearTimeout(rest);
      setName(undefined);
    };
    grid.addEventListener('pointerover', onOver);
    grid.addEventListener('pointerleave', onAway);
    // Names move away below the mouse.
    grid.addEventListener('scroll', onAway);
    return () => {
      clearTimeout(rest);
      grid.removeEventListener('pointerover', onOver);
      grid.removeEventListener('pointerleave', onAway);
      grid.removeEventListener('scroll', onAway);
    };
  }, [frame]);
  const index = Number(name?.closest('[aria-rowindex]')?.getAttribute('aria-rowindex')) - 2;
  const row = name?.isConnected ? rowOf(index) : undefined;
  if (!name || !row) return null;
  return (
    <Tooltip
      key={index}
      opened
      target={name}
      label={<Picture row={row} size={size} />}
      position="right"
      {...{ p: 4, bg: 'black', transitionProps: { duration: 0 } }}
    />
  );
}
