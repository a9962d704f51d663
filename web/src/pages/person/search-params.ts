import { type Region, regions } from './body-map/regions.ts';

/** What of a person's page is in its address. */
export interface PersonSearch {
  /** 1 shows the whole time at once. */
  readonly zoom?: number | undefined;
  readonly part?: Region | undefined;
  readonly view?: 'list' | 'time' | undefined;
  /** Digest of the document that is looked at. */
  readonly file?: string | undefined;
}

export function personSearch({ zoom, part, view, file }: Record<string, unknown>): PersonSearch {
  const times = Number(zoom);
  return {
    zoom: times > 1 && times <= 60 ? times : undefined,
    part: regions.find((region) => region === part),
    file: typeof file === 'string' ? file : undefined,
    view: view === 'list' || view === 'time' ? view : undefined,
  };
}
