import i18next from 'i18next';
import { type Actor, localAdministrator } from '../../../src/contract/index.ts';

/** Whoever has the server, as a name: automations are theirs where nobody is named. An account may be called so, too. */
export const serversOwner = 'local';

const commandLine = localAdministrator.actor.name;

/**
 * Who did something, in the language of who reads: the command line is nobody's name. No account has a name with a space in it.
 * @param kind where it is known
 */
export function actorName(name: string, kind?: Actor['kind']): string {
  if (name === commandLine) return i18next.t('commandLine', { ns: 'common' });
  if (kind === 'local' && name === serversOwner) return i18next.t('serversOwner', { ns: 'common' });
  return name;
}

/** The name that is meant by what somebody who reads these words wrote. */
export function actorNamed(words: string): string {
  if (words === i18next.t('commandLine', { ns: 'common' })) return commandLine;
  return words === i18next.t('serversOwner', { ns: 'common' }) ? serversOwner : words;
}
