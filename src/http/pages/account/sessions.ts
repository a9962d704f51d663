import type { Access } from '../../../access/index.ts';
import { type Html, html } from '../html.ts';

/** Where somebody is logged in, and how to end it. */
export function sessionsSection(sessions: ReturnType<Access['sessionsOf']>): Html {
  const rows = sessions.map(
    ({
      id,
      agent,
      address,
      seenAt,
      isCurrent,
    }) => html`<tr><td title="${agent}">${browserName(agent)}</td><td>${address}</td><td>${when(seenAt)}</td>
<td>${isCurrent ? html`<span class="badge">this one</span>` : html`<form method="post" action="/account/sessions"><input type="hidden" name="id" value="${id}"><button class="quiet" aria-label="End the session of ${browserName(agent)}">End</button></form>`}</td></tr>`,
  );
  return html`<section aria-labelledby="sessions"><h2 id="sessions">Where you are logged in</h2><div class="scroll"><table>
<thead><tr><th scope="col">Browser</th><th scope="col">Address</th><th scope="col">Last used (UTC)</th><th><span class="unseen">End it</span></th></tr></thead><tbody>${rows}</tbody></table></div>
${sessions.length > 1 && html`<form method="post" action="/account/sessions"><button class="quiet">End all others</button></form>`}</section>`;
}

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
const when = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ');
