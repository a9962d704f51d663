import i18next from 'i18next';
import { localAdministrator } from '../../../src/contract/index.ts';

/** Who did something, in the language of who reads: the command line is nobody's name. No account has a name with a space in it. */
export const actorName = (name: string): string =>
  name === localAdministrator.actor.name ? i18next.t('commandLine', { ns: 'common' }) : name;

/** The name that is meant by what somebody who reads these words wrote. */
export const actorNamed = (words: string): string =>
  words === i18next.t('commandLine', { ns: 'common' }) ? localAdministrator.actor.name : words;
