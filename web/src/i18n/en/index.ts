/** One file for each page, named like it. */
import { common } from './common.ts';
import { home } from './home.ts';
import { people } from './people.ts';
import { person } from './person.ts';
import { shell } from './shell.ts';
import { studies } from './studies.ts';
import { viewer } from './viewer.ts';

export const en = { common, home, people, person, shell, studies, viewer };
