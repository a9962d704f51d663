/** One file for each page, named like it. */
import { actions } from './actions.ts';
import { add } from './add.ts';
import { common } from './common.ts';
import { documents } from './documents.ts';
import { elements } from './elements.ts';
import { elsewhere } from './elsewhere.ts';
import { home } from './home.ts';
import { papers } from './papers.ts';
import { people } from './people.ts';
import { person } from './person.ts';
import { shell } from './shell.ts';
import { studies } from './studies.ts';
import { study } from './study.ts';
import { viewer } from './viewer.ts';

export const en = {
  actions,
  add,
  common,
  documents,
  elements,
  elsewhere,
  home,
  papers,
  people,
  person,
  shell,
  studies,
  study,
  viewer,
};
