import type { Texts } from '../index.ts';
import { actions } from './actions.ts';
import { common } from './common.ts';
import { elements } from './elements.ts';
import { home } from './home.ts';
import { people } from './people.ts';
import { person } from './person.ts';
import { shell } from './shell.ts';
import { studies } from './studies.ts';
import { study } from './study.ts';
import { viewer } from './viewer.ts';

export const de: Texts = { actions, common, elements, home, people, person, shell, studies, study, viewer };
