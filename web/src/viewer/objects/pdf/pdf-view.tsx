/** Encapsulated PDF (PS3.3 A.45.1): all pages below each other, as wide as the screen or nearer. */
import { useElementSize } from '@mantine/hooks';
import { type UIEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../../api/dicom-web.ts';
import { useMay } from '../../../api/rights.ts';
import { Problem } from '../../../components/problem.tsx';
import { useEncapsulatedFile } from '../encapsulated.ts';
import type { ObjectProps } from '../object-props.ts';
import { objectTags as tags } from '../tags.ts';
import { Waiting } from '../waiting.tsx';
import styles from './pdf.module.css';
import { PdfBar } from './pdf-bar.tsx';
import { PdfPage } from './pdf-page.tsx';
import { usePdf } from './use-pdf.ts';

/** At the sides of a page, CSS pixels; a page is not wider than lines can be read. */
const MARGIN = 32;
const WIDEST = 960;

export function PdfView(props: ObjectProps) {
  const { t } = useTranslation('objects');
  const { pdf, error } = usePdf(props);
  const may = useMay();
  const save = useEncapsulatedFile(props, `${textIn(props.instance, tags.DocumentTitle) || 'document'}.pdf`);
  const pages = useRef<HTMLDivElement>(null);
  const { ref, width } = useElementSize();
  const [zoom, setZoom] = useState(1);
  const [page, setPage] = useState(1);
  const [failure, setFailure] = useState<unknown>();
  if (error !== undefined || failure !== undefined) return <Problem error={error ?? failure} />;
  if (!pdf) return <Waiting />;
  const goTo = (number: number) => {
    setPage(number);
    pages.current?.querySelector(`[data-page="${number}"]`)?.scrollIntoView();
  };
  return (
    <>
      <PdfBar
        {...{ page, zoom }}
        pages={pdf.numPages}
        onPage={goTo}
        onZoom={setZoom}
        onSave={may('download') ? save : undefined}
      />
      <section
        ref={pages}
        className={styles.pages}
        data-pages
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys
        tabIndex={0}
        aria-label={t('pdfPages')}
        onScroll={(event) => setPage(pageSeen(event))}
      >
        <div ref={ref} className={styles.column}>
          {width > 0 &&
            Array.from({ length: pdf.numPages }, (_, i) => (
              <PdfPage
                // biome-ignore lint/suspicious/noArrayIndexKey: pages do not move
                key={i}
                {...{ pdf, onFailure: setFailure }}
                number={i + 1}
                width={Math.round(Math.min(WIDEST, width - MARGIN) * zoom)}
              />
            ))}
        </div>
      </section>
    </>
  );
}

/** The page that the middle of the screen is on. */
function pageSeen({ currentTarget }: UIEvent<HTMLElement>): number {
  const { top, height } = currentTarget.getBoundingClientRect();
  const pages = [...currentTarget.querySelectorAll<HTMLElement>('[data-page]')];
  const seen = pages.find((page) => page.getBoundingClientRect().bottom > top + height / 2) ?? pages.at(-1);
  return Number(seen?.dataset.page ?? 1);
}
