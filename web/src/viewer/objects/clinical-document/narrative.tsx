/** The narrative of a section (CDA R2 4.3.5) as elements of the page. What is not of these has its text alone: nothing of it is run. */
import { createElement, Fragment, type ReactNode } from 'react';

/** Elements of narratives, and those of the page that are like them. */
const elements: Readonly<Record<string, string>> = {
  ...{ paragraph: 'p', content: 'span', list: 'ul', item: 'li', caption: 'strong', sub: 'sub', sup: 'sup' },
  ...{ table: 'table', thead: 'thead', tbody: 'tbody', tfoot: 'tfoot', tr: 'tr', th: 'th', td: 'td' },
};
const withRowsOnly = new Set(['table', 'thead', 'tbody', 'tfoot', 'tr']);
/** Deeper ones have their text alone. */
const MAX_DEPTH = 60;

export function Narrative({ of }: { readonly of: Element }): ReactNode {
  return <>{childrenOf(of, 0)}</>;
}

function childrenOf(element: Element, depth: number): ReactNode[] {
  const isOfRows = withRowsOnly.has(element.localName);
  return [...element.childNodes].map((node, i) => {
    if (node.nodeType === Node.TEXT_NODE) return isOfRows ? null : node.textContent;
    return node instanceof Element ? partOf(node, i, depth) : null;
  });
}

function partOf(element: Element, key: number, depth: number): ReactNode {
  if (element.localName === 'br') return <br key={key} />;
  if (depth >= MAX_DEPTH) return element.textContent;
  const name = nameOf(element);
  const children = childrenOf(element, depth + 1);
  return name === undefined ? (
    <Fragment key={key}>{children}</Fragment>
  ) : (
    createElement(name, { key }, ...children)
  );
}

function nameOf(element: Element): string | undefined {
  if (element.localName === 'list' && element.getAttribute('listType') === 'ordered') return 'ol';
  if (element.localName === 'caption' && element.parentElement?.localName === 'table') return 'caption';
  return Object.hasOwn(elements, element.localName) ? elements[element.localName] : undefined;
}
