import { useMemo } from 'react';
import { encode } from 'uqr';

interface QrCodeProps {
  readonly text: string;
  /** What it is, for who does not see it. */
  readonly label: string;
  /** CSS pixels of each side. */
  readonly size: number;
}

/** Light around the code that readers need, in modules: ISO/IEC 18004 9.1. */
const QUIET_ZONE = 4;

/** Dark on light in every look: readers expect that. */
export function QrCode({ text, label, size }: QrCodeProps) {
  const { side, path } = useMemo(() => drawn(text), [text]);
  return (
    <svg role="img" aria-label={label} width={size} height={size} viewBox={`0 0 ${side} ${side}`}>
      <rect width={side} height={side} rx={1} fill="#fff" />
      <path d={path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}

function drawn(text: string): { side: number; path: string } {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET_ZONE });
  const modules = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : [])));
  return { side: size, path: modules.join('') };
}
