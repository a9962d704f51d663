import { type Html, html } from './html.ts';

/** What a column is called; empty where it says that itself: pictures, buttons. */
type Heads = readonly string[];

/**
 * A table that is a list of cards where there is no room for it: each cell says then what it is.
 */
export function table(heads: Heads, rows: readonly (readonly (Html | string | undefined)[])[]): Html {
  return html`<table class="list"><thead><tr>${heads.map(head)}</tr></thead>
<tbody>${rows.map((cells) => html`<tr>${cells.map((cell, i) => html`<td data-label="${heads[i]}">${cell}</td>`)}</tr>`)}</tbody></table>`;
}

/** A heading of nothing is none. */
const head = (name: string): Html => (name === '' ? html`<td></td>` : html`<th scope="col">${name}</th>`);
