import { addressesIn } from '../entries/addresses-in.ts';
import type { EntryForm } from '../entries/changed.ts';
import {
  newRecurrence,
  type RecurrenceFields,
  recurrenceFieldsOf,
  recurrenceOf,
} from '../entries/recurrence.ts';
import { numberOf, partOf, type Says, textOf, textsOf } from '../entries/says.ts';

/** What is said of a schedule in its dialog, and how the automation file says it. */
export interface ScheduleFields {
  readonly name: string;
  readonly node: string;
  /** Studies of some days, or earlier ones of the patients of a list. */
  readonly what: (typeof subjects)[number];
  readonly days: (typeof studyDays)[number];
  /** Where the patients stand. */
  readonly list: (typeof patientLists)[number];
  /** Its node, its file, or the label. */
  readonly listOf: string;
  /** Studies of each patient. */
  readonly atMost: number;
  readonly years: number;
  /** None are all. */
  readonly modalities: readonly string[];
  readonly patientId: string;
  readonly description: string;
  readonly recurrence: RecurrenceFields;
  /** `20:00`: fetches only from then until then. Both, or neither. */
  readonly opens: string;
  readonly closes: string;
  readonly parallel: number;
  /** As typed; empty: as fast as it goes. */
  readonly megabytesPerSecond: number | string;
  readonly lookBackDays: number;
  readonly notify: NotifyFields;
}

/** Where what needs a person is told. */
export interface NotifyFields {
  readonly by: (typeof notifyWays)[number];
  /** Addresses with commas, or an address on the web. */
  readonly to: string;
}

/** What the automation file takes. */
export const limits = {
  parallel: { min: 1, max: 8 },
  megabytesPerSecond: { min: 0.01, max: 100_000 },
  lookBackDays: { min: 0, max: 60 },
  atMost: { min: 1, max: 100 },
  years: { min: 1, max: 150 },
} as const;

export const notToldElsewhere: NotifyFields = { by: 'none', to: '' };

/** What it takes to be meant where nothing is said. */
export const usual = { parallel: 1, lookBackDays: 7, atMost: 5, years: 10 } as const;

export const subjects = ['studies', 'priors'] as const;
/** As the automation file names them, and not at all. */
export const notifyWays = ['none', 'mail', 'url', 'webhook'] as const;
export const patientLists = ['worklist', 'label', 'csv'] as const;

/** Studies of which days, as the automation file says it. */
export const studyDays = ['yesterday', 'today', 'last 3 days', 'last 7 days'] as const;

export const newSchedule = (node: string): ScheduleFields => ({
  ...{ what: 'studies', list: 'worklist', listOf: '' },
  ...{ name: '', node, days: 'yesterday', modalities: [], patientId: '', description: '' },
  recurrence: newRecurrence(),
  ...{ opens: '', closes: '', megabytesPerSecond: '', ...usual },
  notify: notToldElsewhere,
});

function scheduleFieldsOf(name: string, says: Says): ScheduleFields {
  const retrieve = partOf(says.retrieve);
  const [studies, priors] = [partOf(retrieve.studies), partOf(retrieve.priors)];
  const what = 'priors' in retrieve ? 'priors' : 'studies';
  const list = patientLists.find((one) => one in priors) ?? 'worklist';
  const [opens = '', closes = ''] = textOf(retrieve.between).split('-');
  return {
    ...{ name, node: textOf(retrieve.node), what, list, opens, closes },
    days: studyDays.find((days) => days === studies.StudyDate) ?? 'yesterday',
    listOf: textOf(list === 'csv' ? partOf(priors.csv).file : priors[list]),
    atMost: numberOf(priors.atMost, usual.atMost),
    years: numberOf(priors.years, usual.years),
    modalities: textsOf(what === 'priors' ? priors.modalities : studies.ModalitiesInStudy),
    patientId: textOf(studies.PatientID),
    description: textOf(studies.StudyDescription),
    recurrence: recurrenceFieldsOf(says),
    parallel: numberOf(retrieve.parallel, usual.parallel),
    megabytesPerSecond: numberOf(retrieve.megabytesPerSecond, ''),
    lookBackDays: numberOf(retrieve.lookBackDays, usual.lookBackDays),
    notify: notifyFieldsOf(partOf(says.notify)),
  };
}

function notifyFieldsOf(notify: Says): NotifyFields {
  const by = notifyWays.find((way) => way in notify) ?? 'none';
  return { by, to: textsOf(notify[by]).join(', ') };
}

/** The schedule as the automation file has it. */
export function scheduleOf(fields: ScheduleFields) {
  const { node, what, recurrence, notify } = fields;
  const { opens, closes, parallel, megabytesPerSecond, lookBackDays } = fields;
  return {
    ...recurrenceOf(recurrence),
    retrieve: {
      ...{ node, ...(what === 'priors' ? { priors: priorsOf(fields) } : { studies: studiesOf(fields) }) },
      ...(lookBackDays !== usual.lookBackDays && { lookBackDays }),
      ...(parallel !== usual.parallel && { parallel }),
      ...((opens !== '' || closes !== '') && { between: `${opens}-${closes}` }),
      ...(megabytesPerSecond !== '' && { megabytesPerSecond: Number(megabytesPerSecond) }),
    },
    ...(notify.by !== 'none' && { notify: notifyOf(notify) }),
  };
}

const notifyOf = ({ by, to }: NotifyFields) => ({ [by]: by === 'mail' ? addressesIn(to) : to.trim() });

const studiesOf = ({ days, modalities, patientId, description }: ScheduleFields) => ({
  StudyDate: days,
  ...(modalities.length > 0 && { ModalitiesInStudy: [...modalities] }),
  ...(patientId.trim() !== '' && { PatientID: patientId.trim() }),
  ...(description.trim() !== '' && { StudyDescription: description.trim() }),
});

const priorsOf = ({ list, listOf, atMost, years, modalities }: ScheduleFields) => ({
  ...{ [list]: list === 'csv' ? { file: listOf.trim() } : listOf.trim() },
  ...(atMost !== usual.atMost && { atMost }),
  ...(years !== usual.years && { years }),
  ...(modalities.length > 0 && { modalities: [...modalities] }),
});

export const scheduleForm: EntryForm<ScheduleFields> = { fieldsOf: scheduleFieldsOf, entryOf: scheduleOf };
