/** Opening, in an emergency, what one does not see otherwise; what is open, and ending it. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { asIsocenterError, minuteOf } from '../../../base/index.ts';
import {
  api,
  type Caller,
  type ControlApi,
  callerFor,
  describeScope,
  type Emergency,
  parseRequest,
  type RequestFor,
} from '../../../contract/index.ts';
import { field } from '../forms.ts';
import { type Html, html } from '../html.ts';
import { notice, sendPage } from '../layout.ts';
import { table } from '../table.ts';
import {
  type AccountPages,
  addVisitedForm,
  addVisitedPage,
  invalid,
  type Told,
  type Visit,
} from './visit.ts';

const path = '/account/emergency';
const durations: readonly (readonly [minutes: number, words: string])[] = [
  [15, '15 minutes'],
  [30, '30 minutes'],
  [60, 'an hour'],
  [120, '2 hours'],
  [240, '4 hours'],
];
const DEFAULT_MINUTES = 60;
/** As the API calls what can be opened, and as people do. */
const targets = { patientId: 'a patient, by the ID', studyInstanceUid: 'a study, by its UID' } as const;

/** The operations of the API: they ask what the right reaches, and note themselves in the audit log. */
export function addEmergencyPages(pages: AccountPages): void {
  const { control } = pages;
  addVisitedPage(pages, path, (_request, reply, visit) =>
    visit.caller.rights.has('breakGlass')
      ? sendEmergency(control, reply, visit)
      : reply.redirect('/account', 303),
  );
  addVisitedForm(
    pages,
    path,
    async (request, reply, visit) => {
      const { expiresAt } = await open(control, request, visit.caller);
      const done = `It is open until ${minuteOf(expiresAt)} UTC, for you and the programs that log in as you.`;
      return await sendEmergency(control, reply, visit, { done });
    },
    {
      again: (request, reply, visit, told, status) =>
        sendEmergency(control, reply, visit, told, status, request),
      notesItself: true,
    },
  );
  addVisitedForm(
    pages,
    `${path}/end`,
    async (request, reply, visit) => {
      await end(control, request, visit.caller);
      return await sendEmergency(control, reply, visit, { done: 'It is over.' });
    },
    {
      again: (_request, reply, visit, told, status) => sendEmergency(control, reply, visit, told, status),
      notesItself: true,
    },
  );
}

/** Nothing stops half-way when the browser goes away. */
const contextOf = (caller: Caller) => ({
  ...callerFor(caller, 'breakGlass'),
  signal: new AbortController().signal,
});

async function open(
  control: ControlApi,
  request: FastifyRequest,
  caller: Caller,
): Promise<{ readonly expiresAt: string }> {
  const target = field(request, 'target');
  if (!(target in targets)) throw invalid('Say whether it is a patient or a study.');
  const body = {
    reason: field(request, 'reason'),
    [target]: field(request, 'id').trim(),
    minutes: Number(field(request, 'minutes')),
  };
  const context = contextOf(caller);
  // What `parseRequest` answers is of the route that it is given.
  const checked = parseRequest(api.breakGlass, { body }) as RequestFor<'breakGlass'>;
  return await orInvalid(() => control.breakGlass(checked, context), 'Nothing is known by this.');
}

async function end(control: ControlApi, request: FastifyRequest, caller: Caller): Promise<void> {
  const id = field(request, 'id');
  await orInvalid(() => control.emergencyEnd({ id }, contextOf(caller)), 'It is over already.');
}

/** What is not found can be mended on the form. */
async function orInvalid<Result>(work: () => Promise<Result>, reason: string): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (asIsocenterError(error).code === 'archive/not-found') throw invalid(reason);
    throw error;
  }
}

async function sendEmergency(
  control: ControlApi,
  reply: FastifyReply,
  { caller, name }: Visit,
  { problem, done }: Told = {},
  status = 200,
  typed?: FastifyRequest,
): Promise<FastifyReply> {
  const { emergencies } = await control.emergenciesList({}, contextOf(caller));
  const body = html`
${notice(problem)}${notice(done, 'done')}
<section aria-labelledby="open"><h2 id="open">See something that is closed to you</h2>
<p class="notice problem">Only when somebody's care cannot wait. It is recorded in the audit log, for good, with your name and your reason, and administrators
are told: by an event at once, and by a warning of the server for 30 days.</p>
${form(typed)}</section>
<section aria-labelledby="now"><h2 id="now">What is open now</h2>
${emergencies.length > 0 ? openTable(emergencies) : html`<p class="soft">Nothing.</p>`}</section>
<p><a href="/account">Your account</a></p>`;
  return sendPage(reply, { title: 'Emergency', body, account: name, isWide: true }, status);
}

/** What was typed stays when it will not do: nobody has time to type it again. */
function form(typed: FastifyRequest | undefined): Html {
  const was = (name: string, otherwise = ''): string => (typed && field(typed, name)) || otherwise;
  const option = (value: string, words: string, chosen: string): Html =>
    html`<option value="${value}"${value === chosen && html` selected`}>${words}</option>`;
  const [target, minutes] = [was('target', 'patientId'), was('minutes', String(DEFAULT_MINUTES))];
  return html`<form method="post" action="${path}">
<label>Open<select name="target">${Object.entries(targets).map(([value, words]) => option(value, words, target))}</select></label>
<label>ID or UID<input name="id" value="${was('id')}" required maxlength="64" autocomplete="off" autocapitalize="none" spellcheck="false"></label>
<label>Why <small>Ten characters at least. Others will read it.</small><input name="reason" value="${was('reason')}" required minlength="10" maxlength="500" autocomplete="off"></label>
<label>For<select name="minutes">${durations.map(([value, words]) => option(String(value), words, minutes))}</select></label>
<button>Open it, on record</button></form>`;
}

function openTable(emergencies: readonly Emergency[]): Html {
  const rows = emergencies.map(({ id, account, rules, reason, expiresAt }) => {
    const what = describeScope({ kind: 'rules', rules });
    const end = html`<form method="post" action="${path}/end"><input type="hidden" name="id" value="${id}"><button class="quiet" aria-label="End what ${account} opened: ${what}">End</button></form>`;
    return [what, reason, account, minuteOf(expiresAt), end];
  });
  return table(['What', 'Why', 'Who', 'Until (UTC)', ''], rows);
}

/** Where the account page leads to it. */
export const emergencySection =
  (): Html => html`<section aria-labelledby="emergency"><h2 id="emergency">Emergency</h2>
<p class="soft">When somebody's care cannot wait, you may open a patient or a study that is closed to you, for a while and on record.</p>
<a class="button quiet" href="${path}">Open in an emergency</a></section>`;
