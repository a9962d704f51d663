import type { DiskForecast } from '../contract/index.ts';
import type { ArchiveParts } from './parts.ts';

/** Days whose arrivals say how the archive grows: a month has weekends and a night on call in it. */
const LOOKED_BACK_DAYS = 30;
const DAY_MS = 86_400_000;
const MEGABYTE = 1_000_000;
/** Beyond that it says nothing, days. */
const MAXIMUM_DAYS = 3_650;

/** When nothing more can come in, if studies go on to come as they did lately. */
export async function forecastDisk({
  catalog,
  store,
  clock,
  settings: { diskReserveMegabytes = 0 },
}: Pick<ArchiveParts, 'catalog' | 'store' | 'clock' | 'settings'>): Promise<DiskForecast> {
  const now = clock.now().getTime();
  const { bytes, firstAt } = await catalog.arrivedSince(
    new Date(now - LOOKED_BACK_DAYS * DAY_MS).toISOString(),
  );
  // Of a younger archive, its whole age; the first day of one says nothing of the others.
  const days = firstAt === null ? 0 : (now - Date.parse(firstAt)) / DAY_MS;
  if (days < 1 || bytes === 0) return { bytesPerDay: null, fullInDays: null };
  const bytesPerDay = Math.round(bytes / Math.min(days, LOOKED_BACK_DAYS));
  const room = Math.max(0, (await store.space()).free - diskReserveMegabytes * MEGABYTE);
  const fullInDays = Math.floor(room / Math.max(1, bytesPerDay));
  return { bytesPerDay, fullInDays: fullInDays > MAXIMUM_DAYS ? null : fullInDays };
}
