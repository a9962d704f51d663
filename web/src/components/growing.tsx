/** A list of which the end is made when somebody comes near it: a study may have ten thousand series. */
import { type ReactNode, useEffect, useRef, useState } from 'react';

interface GrowingProps<Row> {
  readonly rows: readonly Row[];
  /** Made at first, and again each time. */
  readonly step?: number;
  readonly children: (row: Row) => ReactNode;
}

const usualStep = 60;
/** How far below the screen, or beside it, the end of the list may be until more is made. */
const ahead = '600px';

export function Growing<Row>({ rows, step = usualStep, children }: GrowingProps<Row>) {
  const [count, setCount] = useState(step);
  return (
    <>
      {rows.slice(0, count).map(children)}
      {/* Another one each time: it is told of once, when it comes near. */}
      {rows.length > count && <End key={count} onNear={() => setCount(count + step)} />}
    </>
  );
}

function End({ onNear }: { readonly onNear: () => void }) {
  const mark = useRef<HTMLSpanElement>(null);
  const latest = useRef(onNear);
  latest.current = onNear;
  useEffect(() => {
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) latest.current();
      },
      { rootMargin: ahead },
    );
    if (mark.current) observer.observe(mark.current);
    return () => observer.disconnect();
  }, []);
  return <span ref={mark} aria-hidden />;
}
