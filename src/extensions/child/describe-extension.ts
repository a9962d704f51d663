import type { Extension } from '../../sdk/index.ts';
import type { Described } from '../messages.ts';

/** An extension, with what it says of itself. Throws when something in it cannot be called. */
export function describeExtension(extension: Extension): { extension: Extension; description: Described } {
  const { about, conditions = {}, actions = {}, names = {}, routes = {}, links = {} } = extension;
  return {
    extension,
    description: {
      about,
      conditions: each(conditions, (name, { about, elements, is }) => {
        requireFunction(is, `conditions.${name}.is`);
        return { about, elements: elements && [...elements] };
      }),
      actions: each(actions, (name, { about, elements, files, repeatable, run }) => {
        requireFunction(run, `actions.${name}.run`);
        return { about, elements: elements && [...elements], files, repeatable };
      }),
      names: each(names, (name, { about, elements, of }) => {
        requireFunction(of, `names.${name}.of`);
        return { about, elements: elements && [...elements] };
      }),
      routes: each(routes, (name, { about, answer }) => {
        requireFunction(answer, `routes.${name}.answer`);
        return { about };
      }),
      links,
    },
  };
}

const each = <Offer, Told>(
  offers: Readonly<Record<string, Offer>>,
  tell: (name: string, offer: Offer) => Told,
): Record<string, Told> =>
  Object.fromEntries(Object.entries(offers).map(([name, offer]) => [name, tell(name, offer)]));

function requireFunction(value: unknown, name: string): void {
  if (typeof value !== 'function') throw new TypeError(`${name} is no function`);
}
