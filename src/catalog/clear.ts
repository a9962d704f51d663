import type { Who } from './change.ts';
import { statement, type Work } from './engine/engine.ts';
import { appendEvents } from './events.ts';
import { noTotals } from './ingest/tally.ts';
import { clearViews } from './study-views.ts';

/** Children before what they belong to. Events stay: their numbers are cursors that others hold. */
const tables = [
  ...['series_parameter', 'conflict', 'derived_from', 'location', 'loss', 'origin', 'instance'],
  ...['attachment', 'file', 'item'],
  ...['series', 'study_modality', 'study', 'name_key', 'patient', 'scanner'],
  ...[
    'person_patient',
    'person',
    'different_people',
    'label',
    'expected_study',
    'elsewhere_study',
    'node',
    'access_entry',
    'record_state',
  ],
  'study_collection',
];

/** Empties everything that a rebuild brings back. */
export function* clearCatalog(who: Who): Work<void> {
  for (const table of tables) yield* statement(`DELETE FROM ${table}`, []);
  for (const name of Object.keys(noTotals()))
    yield* statement('UPDATE total SET value = 0 WHERE name = ?', [name]);
  // Nothing on the disk says who looked: what is here counts as looked at when it was found again.
  yield* clearViews(who.at);
  yield* appendEvents([{ ...who, kind: 'catalog.cleared' }]);
}
