import { insertReturningIds, type Lookup, lookUp, type Work } from './engine/engine.ts';
import type { ScannerIdentity } from './record/instance-record.ts';

const identity = ['manufacturer', 'model', 'serial', 'software_versions'];
const byIdentity: Lookup = {
  table: 'scanner',
  key: identity.map((column) => ({ column, type: 'text' as const })),
  columns: ['id'],
};
const insertColumns = [...identity, 'station_name', 'first_seen_at'];

/** The row of a scanner, made when it is new. Other software versions are another row: they measure differently. */
export function* scannerRow(
  scanner: ScannerIdentity | undefined,
  stationName: string | null,
  seenAt: string,
): Work<number | null> {
  if (!scanner) return null;
  const key = [scanner.manufacturer, scanner.model, scanner.serial, scanner.softwareVersions];
  const [known] = yield* lookUp(byIdentity, [key]);
  if (known) return known.at(-1) as number;
  const [id] = yield* insertReturningIds('scanner', insertColumns, [[...key, stationName, seenAt]]);
  return id!;
}
