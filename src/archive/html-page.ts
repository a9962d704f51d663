import { escapedHtml } from '../base/index.ts';

/** One HTML page without any outside asset or script. */
export function htmlPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapedHtml(title)}</title>
<style>
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1.5rem}dt{opacity:.7}dd{margin:0;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4rem .8rem .4rem 0;border-bottom:1px solid #8884}
td:last-child,th:last-child{text-align:right}
.pictures{display:flex;flex-wrap:wrap;gap:1rem;margin:1rem 0}
figure{margin:0;width:min(100%,17rem)}figure img{display:block;width:100%;aspect-ratio:1;object-fit:contain;background:#000}
figcaption{font-size:.875rem;overflow-wrap:anywhere}
</style></head><body><main>
<h1>${escapedHtml(title)}</h1>
${body}
</main></body></html>
`;
}

/** What is known, by its name; empty values are left out. */
export function htmlFacts(facts: readonly (readonly [name: string, value: string])[]): string {
  const rows = facts
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `<dt>${escapedHtml(name)}</dt><dd>${escapedHtml(value)}</dd>`);
  return `<dl>${rows.join('')}</dl>`;
}

/** @param rows cells that are HTML */
export function htmlTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = columns.map((column) => `<th>${escapedHtml(column)}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('');
  return `<table><thead><tr>${head}</tr></thead>
<tbody>${body}</tbody></table>`;
}

export interface HtmlPicture {
  readonly jpeg: Uint8Array;
  readonly caption: string;
}

/** Pictures within the page, with their captions. Empty without any. */
export function htmlPictures(pictures: readonly HtmlPicture[]): string {
  if (pictures.length === 0) return '';
  const figures = pictures.map(({ jpeg, caption }) => {
    const [bytes, words] = [Buffer.from(jpeg).toString('base64'), escapedHtml(caption)];
    return `<figure><img src="data:image/jpeg;base64,${bytes}" alt="${words}"><figcaption>${words}</figcaption></figure>`;
  });
  return `<div class="pictures">${figures.join('')}</div>`;
}
