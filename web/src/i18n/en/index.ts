/** One file for each page, named like it. */
import { accounts } from './accounts.ts';
import { actions } from './actions.ts';
import { add } from './add.ts';
import { admin } from './admin.ts';
import { audit } from './audit.ts';
import { collections } from './collections.ts';
import { common } from './common.ts';
import { documents } from './documents.ts';
import { elements } from './elements.ts';
import { elsewhere } from './elsewhere.ts';
import { emergencies } from './emergencies.ts';
import { grants } from './grants.ts';
import { groups } from './groups.ts';
import { home } from './home.ts';
import { nodes } from './nodes.ts';
import { papers } from './papers.ts';
import { people } from './people.ts';
import { person } from './person.ts';
import { settings } from './settings.ts';
import { shell } from './shell.ts';
import { status } from './status.ts';
import { studies } from './studies.ts';
import { study } from './study.ts';
import { tokens } from './tokens.ts';
import { viewer } from './viewer.ts';
import { welcome } from './welcome.ts';

export const en = {
  accounts,
  actions,
  add,
  admin,
  audit,
  collections,
  common,
  documents,
  elements,
  elsewhere,
  emergencies,
  grants,
  groups,
  home,
  nodes,
  papers,
  people,
  person,
  settings,
  shell,
  status,
  studies,
  study,
  tokens,
  viewer,
  welcome,
};
