/** The front page for strangers: what is here, and where to go. Nothing of the archive is on it. */
import type { FastifyInstance } from 'fastify';
import type { Access } from '../../access/index.ts';
import type { WebApp } from '../web-app/index.ts';
import { type Html, html } from './html.ts';
import { sendPage } from './layout.ts';
import { table } from './table.ts';
import { visitorBy } from './visitor.ts';

export function addStartPage(server: FastifyInstance, access: Access, webApp?: WebApp): void {
  server.get('/', async (request, reply) => {
    if (webApp?.isFor(request)) return webApp.send(reply);
    const account = visitorBy(access, request, 'session')?.actor.name;
    const who = account === undefined ? forStrangers(access) : forAccount();
    const body = html`${who}${forPrograms(`${request.protocol}://${request.host}`)}`;
    const title = 'Medical imaging archive';
    return sendPage(reply, { title, body, isWide: true, ...(account === undefined ? {} : { account }) });
  });
}

/** Whether there is an account at all is no secret: whoever set the server up has to know how to go on. */
const forStrangers = (access: Access): Html =>
  access.setUpKey === undefined
    ? html`<section><h2>You</h2><p><a href="/login">Log in</a> to see what is here.</p></section>`
    : html`<section><h2>First steps</h2><p>There is no account yet. The server printed a link when it started; opened on the machine it
runs on, it makes the first one. So does <code>isocenter user add NAME --role administrator</code>.</p></section>`;

/** Only a server without its web app shows it. */
const forAccount = (): Html =>
  html`<section><h2>You</h2><p>You are logged in, and the web app was not built: programs and the command line work.</p></section>`;

/** @param origin where this server is reached: programs are given whole addresses. */
const forPrograms = (origin: string): Html => {
  const rows = [
    ['DICOMweb', html`<code>${origin}/dicom-web</code>`, 'QIDO-RS, WADO-RS, STOW-RS, WADO-URI'],
    [
      'REST API',
      html`<code>${origin}/api</code>`,
      html`<span>described <a href="/api/docs">for people</a> and <a href="/api/openapi.json">for programs</a></span>`,
    ],
    [
      'Health',
      html`<code>${origin}/health</code>`,
      html`<span><a href="/health">whether it is well</a>, <a href="/metrics">figures for Prometheus</a>, from this machine</span>`,
    ],
  ];
  return html`<section><h2>For programs</h2>${table(['What', 'Where', 'More'], rows)}
<p class="soft">Programs say who they are with <code>Authorization: Bearer TOKEN</code>. DICOM itself (C-STORE, C-FIND, C-MOVE) has a port of its own, which
the server names when it starts.</p></section>`;
};
