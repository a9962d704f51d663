/** A page of a document in its place. It is drawn while it is near what is seen, and gives back its picture afterwards. */
import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drawPage, shapeOf } from './draw-page.ts';
import styles from './pdf.module.css';

/** DIN A4, until the page says its own. */
const usualShape = Math.SQRT2;
/** How far outside of what is seen pages are drawn: one screen. */
const NEAR = '100% 0px';

interface PdfPageProps {
  readonly pdf: PDFDocumentProxy;
  /** From 1. */
  readonly number: number;
  /** CSS pixels. */
  readonly width: number;
  readonly onFailure: (error: unknown) => void;
}

export function PdfPage({ pdf, number, width, onFailure }: PdfPageProps) {
  const { t } = useTranslation('objects');
  const place = useRef<HTMLElement>(null);
  const isNear = useNear(place);
  const [shape, setShape] = useState(usualShape);
  useEffect(() => {
    if (isNear) shapeOf(pdf, number).then(setShape, onFailure);
  }, [isNear, pdf, number, onFailure]);
  return (
    <section
      ref={place}
      className={styles.page}
      data-page={number}
      aria-label={t('pdfPage', { number })}
      style={{ width, height: Math.round(width * shape) }}
    >
      {isNear && <Drawn {...{ pdf, number, width, onFailure }} />}
    </section>
  );
}

function Drawn({ pdf, number, width, onFailure }: PdfPageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const words = useRef<HTMLDivElement>(null);
  const [isDone, setDone] = useState(false);
  useEffect(() => {
    if (!canvas.current || !words.current) return;
    const closing = new AbortController();
    setDone(false);
    const place = { canvas: canvas.current, words: words.current, width };
    drawPage(pdf, number, place, closing.signal).then(
      () => setDone(true),
      (error: unknown) => {
        // What was cancelled failed because of that.
        if (!closing.signal.aborted) onFailure(error);
      },
    );
    return () => closing.abort();
  }, [pdf, number, width, onFailure]);
  return (
    <>
      <canvas ref={canvas} className={styles.picture} data-drawn={isDone} aria-hidden />
      <div ref={words} className={styles.words} />
    </>
  );
}

function useNear(place: React.RefObject<HTMLElement | null>): boolean {
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    if (!place.current) return;
    const seen = ([last]: IntersectionObserverEntry[]) => setNear(last?.isIntersecting === true);
    const root = place.current.closest('[data-pages]');
    const observer = new IntersectionObserver((entries) => seen(entries.slice(-1)), {
      root,
      rootMargin: NEAR,
    });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [place]);
  return isNear;
}
