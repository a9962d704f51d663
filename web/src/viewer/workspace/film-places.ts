/** Films in the places that a rule has for them. Pure. */
import type { Film } from './films.ts';
import type { FilmPlace } from './hanging-rules.ts';

export interface PlacedFilms {
  readonly rows: number;
  readonly columns: number;
  /** Row after row; undefined where there is no film for the place. */
  readonly cells: readonly (Film | undefined)[];
}

/**
 * Each place gets the film that it is for. Places that are left over get what no place is for, never the other side; rows and columns
 * without any film are left out.
 */
export function filmsPlaced(places: readonly (readonly FilmPlace[])[], films: readonly Film[]): PlacedFilms {
  const rest = films.toSorted((a, b) => a.rank - b.rank);
  const take = (isFit: (film: Film) => boolean): Film | undefined => {
    const at = rest.findIndex(isFit);
    return at < 0 ? undefined : rest.splice(at, 1)[0];
  };
  const meant = places.map((row) => row.map((place) => filmFor(place, take)));
  const filled = meant.map((row, i) =>
    row.map((film, j) => film ?? take(({ side }) => isNotOther(places[i]?.[j]?.side, side))),
  );
  const grid = withoutEmptyRows(transposed(withoutEmptyRows(transposed(filled))));
  return { rows: grid.length, columns: grid[0]?.length ?? 0, cells: grid.flat() };
}

function filmFor(
  { side, views }: FilmPlace,
  take: (isFit: (film: Film) => boolean) => Film | undefined,
): Film | undefined {
  for (const view of views) {
    const film = take((each) => each.view === view && (side === undefined || each.side === side));
    if (film) return film;
  }
  return undefined;
}

const isNotOther = (side: string | undefined, ofFilm: string): boolean =>
  side === undefined || (ofFilm !== 'R' && ofFilm !== 'L') || ofFilm === side;

type Grid = readonly (readonly (Film | undefined)[])[];

const withoutEmptyRows = (grid: Grid): Grid => grid.filter((row) => row.some((film) => film !== undefined));
const transposed = (grid: Grid): Grid => (grid[0] ?? []).map((_, column) => grid.map((row) => row[column]));
