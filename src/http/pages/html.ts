/** HTML from templates: what is put into one is text, unless it is HTML itself. */
import { escapedHtml } from '../../base/index.ts';

const MADE = Symbol('html');

export interface Html {
  readonly [MADE]: string;
}

type Part = string | number | Html | undefined | false | readonly Part[];

/** Text is escaped for element content and quoted attributes; nothing may be put anywhere else. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { [MADE]: texts.map((text, i) => (i === 0 ? text : `${render(parts[i - 1])}${text}`)).join('') };
}

/** HTML of our own that is no template: a script, never anything that somebody sent. */
export function trusted(text: string): Html {
  return { [MADE]: text };
}

export function textOf(page: Html): string {
  return page[MADE];
}

function render(part: Part): string {
  if (part === undefined || part === false) return '';
  if (typeof part === 'string') return escapedHtml(part);
  if (typeof part === 'number') return String(part);
  if (MADE in part) return part[MADE];
  return part.map(render).join('');
}
