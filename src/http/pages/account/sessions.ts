import type { Access } from '../../../access/index.ts';
import { minuteOf } from '../../../base/index.ts';
import { type Html, html } from '../html.ts';
import { table } from '../table.ts';

/** Where somebody is logged in, and how to end it. */
export function sessionsSection(sessions: ReturnType<Access['sessionsOf']>): Html {
  const rows = sessions.map(({ id, agent, address, seenAt, isCurrent }) => [
    html`<span title="${agent}">${browserName(agent)}</span>`,
    address,
    when(seenAt),
    isCurrent ? html`<span class="badge">this one</span>` : endForm(id, browserName(agent)),
  ]);
  return html`<section aria-labelledby="sessions"><h2 id="sessions">Where you are logged in</h2>
${table(['Browser', 'Address', 'Last used (UTC)', ''], rows)}
${sessions.length > 1 && html`<form method="post" action="/account/sessions"><button class="quiet">End all others</button></form>`}</section>`;
}

const endForm = (id: string, browser: string): Html =>
  html`<form method="post" action="/account/sessions"><input type="hidden" name="id" value="${id}"><button class="quiet" aria-label="End the session of ${browser}">End</button></form>`;

const browsers: readonly (readonly [sign: RegExp, name: string])[] = [
  [/\bEdg(e|A|iOS)?\//, 'Edge'],
  [/\b(OPR|Opera)\//, 'Opera'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Chrome|Chromium|CriOS|HeadlessChrome)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const systems: readonly (readonly [sign: RegExp, name: string])[] = [
  [/\b(iPhone|iPad)\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

/** "Firefox on Linux" for a browser that is known; what it says of itself for others. */
export function browserName(agent: string): string {
  const [browser, system] = [browsers, systems].map((known) => known.find(([sign]) => sign.test(agent))?.[1]);
  if (browser === undefined) return agent || 'unknown';
  return system === undefined ? browser : `${browser} on ${system}`;
}

/** Universal time: the page does not know where its reader is. */
const when = (milliseconds: number): string => minuteOf(new Date(milliseconds).toISOString());
