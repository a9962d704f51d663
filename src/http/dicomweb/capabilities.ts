/** What these services can do (PS3.18 8.9), from their own table of routes: as WADL, or as JSON. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { escapedXml } from '../../dicom/index.ts';
import { chooseForm, single } from './negotiate.ts';
import { serviceRoot } from './paths.ts';
import type { DicomWebRoute } from './routes.ts';
import { JSON_TEXT } from './type-names.ts';

const wadl = single('application/vnd.sun.wadl+xml');
const json = single(JSON_TEXT);

export function tellCapabilities(routes: readonly DicomWebRoute[]) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { form } = chooseForm(request, [wadl, json]);
    const describe = form === wadl ? wadlOf : jsonOf;
    return reply.header('content-type', form.type).send(Buffer.from(describe(routes, serviceRoot(request))));
  };
}

type Method = Pick<DicomWebRoute, 'method' | 'name' | 'takes' | 'gives'>;

/** Transactions by resource, as URI templates: `studies/{study}`. */
function resourcesOf(routes: readonly DicomWebRoute[]): Map<string, Method[]> {
  const resources = new Map<string, Method[]>();
  for (const { path, method, name, takes, gives } of routes) {
    const template = path
      .slice(1)
      .replace(/:(\w+)/g, '{$1}')
      .replace('*', '{path}');
    const methods = resources.get(template) ?? [];
    methods.push({ method, name, ...(takes && { takes }), gives });
    resources.set(template, methods);
  }
  return resources;
}

function jsonOf(routes: readonly DicomWebRoute[], base: string): string {
  const resources = [...resourcesOf(routes)].map(([path, methods]) => ({ path, methods }));
  return JSON.stringify({ base: `${base}/`, resources });
}

function wadlOf(routes: readonly DicomWebRoute[], base: string): string {
  const resources = [...resourcesOf(routes)].map(
    ([path, methods]) =>
      `<resource path="${escapedXml(path)}">${paramsOf(path)}${methods.map(methodOf).join('')}</resource>`,
  );
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n<application xmlns="http://wadl.dev.java.net/2009/02" ' +
    'xmlns:xsd="http://www.w3.org/2001/XMLSchema">' +
    `<resources base="${escapedXml(base)}/">${resources.join('\n')}</resources></application>\n`
  );
}

const paramsOf = (path: string): string =>
  [...path.matchAll(/\{(\w+)\}/g)]
    .map(([, name]) => `<param name="${name}" style="template" type="xsd:string" required="true"/>`)
    .join('');

function methodOf({ method, name, takes = [], gives }: Method): string {
  const representations = (types: readonly string[]) =>
    types.map((type) => `<representation mediaType="${escapedXml(type)}"/>`).join('');
  const request = takes.length === 0 ? '' : `<request>${representations(takes)}</request>`;
  return `<method name="${String(method)}" id="${name}">${request}<response>${representations(gives)}</response></method>`;
}
