import type { Texts } from '../index.ts';
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
import { exporting } from './export.ts';
import { grants } from './grants.ts';
import { groups } from './groups.ts';
import { home } from './home.ts';
import { jobs } from './jobs.ts';
import { measure } from './measure.ts';
import { nodes } from './nodes.ts';
import { objects } from './objects.ts';
import { papers } from './papers.ts';
import { people } from './people.ts';
import { person } from './person.ts';
import { settings } from './settings.ts';
import { share } from './share.ts';
import { shared } from './shared.ts';
import { shares } from './shares.ts';
import { shell } from './shell.ts';
import { status } from './status.ts';
import { studies } from './studies.ts';
import { study } from './study.ts';
import { tokens } from './tokens.ts';
import { trash } from './trash.ts';
import { viewer } from './viewer.ts';
import { volume } from './volume.ts';
import { welcome } from './welcome.ts';
import { workspace } from './workspace.ts';

export const de: Texts = {
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
  export: exporting,
  grants,
  groups,
  home,
  jobs,
  measure,
  nodes,
  objects,
  papers,
  people,
  person,
  settings,
  share,
  shared,
  shares,
  shell,
  status,
  studies,
  study,
  tokens,
  trash,
  viewer,
  volume,
  welcome,
  workspace,
};
