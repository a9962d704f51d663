/** The description of the API as a page: plain HTML, nothing to load from anywhere, no script. */
import type { z } from 'zod';
import { escapedHtml } from '../../base/index.ts';
import {
  api,
  type ByteRoute,
  byteRoutes,
  type Route,
  type UploadRoute,
  uploadRoutes,
} from '../../contract/index.ts';
import { schemasIn } from './open-api.ts';

const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #1b1f23; background: #fff }
code { font: 14px ui-monospace, monospace } h2 { margin-top: 2rem } section { border-top: 1px solid #d0d7de; padding: .75rem 0 }
.method { display: inline-block; min-width: 4.5rem; font-weight: 600 } p { margin: .25rem 0 } table { border-collapse: collapse; margin: .5rem 0 }
td { padding: .1rem 1rem .1rem 0; vertical-align: top } @media (prefers-color-scheme: dark) { body { color: #e6edf3; background: #0d1117 } section { border-color: #30363d } }
`;

/** What the page may do: show its own style. */
export const docsContentSecurityPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export function docsPage(version: string): string {
  const routes: readonly (readonly [string, AnyRoute])[] = [
    ...Object.entries(api),
    ...Object.entries(byteRoutes),
    ...Object.entries(uploadRoutes),
  ];
  const byResource = Map.groupBy(routes, ([, { path }]) => path.split('/')[2] ?? '');
  const resources = [...byResource].sort(([a], [b]) => (a < b ? -1 : 1));
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Isocenter API</title><style>${STYLE}</style></head>
<body><h1>Isocenter API ${escapedHtml(version)}</h1>
<p>For programs: <a href="openapi.json">openapi.json</a> (OpenAPI 3.1). Say who you are with <code>Authorization: Bearer TOKEN</code>.
Failures are problem details with a stable <code>code</code>. Streams are lines of JSON: any number of <code>item</code>, then one <code>result</code> or <code>problem</code>.</p>
${resources.map(([name, members]) => `<h2>${escapedHtml(name)}</h2>\n${members.map(sectionOf).join('\n')}`).join('\n')}
</body></html>
`;
}

type AnyRoute = Route | ByteRoute | UploadRoute;
const places = { path: 'params', query: 'query', header: 'headers', body: 'body' } as const;

function sectionOf([name, route]: readonly [string, AnyRoute]): string {
  const schemas: { readonly [Part in (typeof places)[keyof typeof places]]?: z.ZodObject } = route;
  const rows = Object.entries(places).flatMap(([place, part]) => rowsOf(place, schemas[part]));
  const table = rows.length === 0 ? '' : `<table>${rows.join('')}</table>`;
  return `<section id="${escapedHtml(name)}"><p><span class="method">${route.method}</span><code>${escapedHtml(route.path)}</code></p><p>${escapedHtml(route.summary)}</p>${table}</section>`;
}

function rowsOf(place: string, schema: z.ZodObject | undefined): string[] {
  return schemasIn(schema).map(({ name, required, schema: { description = '', ...type } }) => {
    const cells = [
      place,
      escapedHtml(typeOf(type)),
      required ? 'required' : '',
      escapedHtml(String(description)),
    ];
    return `<tr><td><code>${escapedHtml(name)}</code></td>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  });
}

interface Type {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly items?: Type;
  readonly anyOf?: readonly Type[];
  readonly oneOf?: readonly Type[];
}

/** A JSON schema in a few words. */
function typeOf(schema: Type): string {
  if (schema.enum) return schema.enum.join(' | ');
  if (schema.const !== undefined) return String(schema.const);
  if (schema.items) return `list of ${typeOf(schema.items)}`;
  const choices = schema.anyOf ?? schema.oneOf;
  return choices ? [...new Set(choices.map(typeOf))].join(' or ') : (schema.type ?? 'anything');
}
