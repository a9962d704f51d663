/** Every command, with what the overview says about it. The code is loaded when the command is used. */
import type { Command } from 'commander';
import type { Cli } from '../frame/cli.ts';

interface Verb {
  readonly summary: string;
  readonly load: () => Promise<{ readonly command: (cli: Cli) => Command }>;
}

export const verbs: Readonly<Record<string, Verb>> = {
  serve: { summary: 'Run the server', load: () => import('./serve.ts') },
  import: { summary: 'Take in folders, discs and files', load: () => import('./import.ts') },
  export: { summary: 'Write images to a folder with readable names', load: () => import('./export.ts') },
  rename: {
    summary: "Write one subject's images to a folder under readable names",
    load: () => import('./rename.ts'),
  },
  nifti: { summary: 'Convert series to NIfTI, with dcm2niix', load: () => import('./nifti.ts') },
  find: { summary: 'Find patients, studies, series or images', load: () => import('./find.ts') },
  send: { summary: 'Send images to a node', load: () => import('./send.ts') },
  get: {
    summary: 'Fetch images from a node (C-GET, or WADO-RS where it has DICOMweb)',
    load: () => import('./get.ts'),
  },
  move: { summary: 'Have a node send images somewhere (C-MOVE)', load: () => import('./move.ts') },
  echo: {
    summary: 'Ask a node whether it answers (C-ECHO, DICOMweb)',
    load: () => import('./echo.ts'),
  },
  nodes: { summary: 'Who we talk to', load: () => import('./nodes.ts') },
  requests: {
    summary: 'Studies to fetch that an administrator approves',
    load: () => import('./requests.ts'),
  },
  user: { summary: 'Accounts of people, and what they may do', load: () => import('./user.ts') },
  group: { summary: 'Accounts that are allowed the same', load: () => import('./group.ts') },
  collection: {
    summary: 'Labs, projects, households: studies that belong together',
    load: () => import('./collection.ts'),
  },
  token: { summary: 'Let programs in over HTTP', load: () => import('./token.ts') },
  share: {
    summary: 'Links that let somebody without an account see studies',
    load: () => import('./share.ts'),
  },
  'break-glass': {
    summary: 'What people opened in an emergency',
    load: () => import('./break-glass.ts'),
  },
  audit: { summary: 'Who did what, and whether the log of it is whole', load: () => import('./audit.ts') },
  patients: { summary: 'Patients, with the keys that tell them apart', load: () => import('./patients.ts') },
  persons: { summary: 'Patients that you say are one human being', load: () => import('./persons.ts') },
  labels: { summary: 'What people say of a study, a series or a patient', load: () => import('./labels.ts') },
  files: { summary: 'Documents, raw data and recordings beside images', load: () => import('./files.ts') },
  expected: { summary: 'Studies that are to come', load: () => import('./expected.ts') },
  elsewhere: {
    summary: 'Films, and studies that are somewhere else',
    load: () => import('./elsewhere.ts'),
  },
  scanners: { summary: 'Devices that series came from', load: () => import('./scanners.ts') },
  dump: { summary: 'Show what is in a DICOM file', load: () => import('./dump.ts') },
  status: { summary: 'How the server does', load: () => import('./status.ts') },
  stats: { summary: 'What the archive holds, by modality, year and more', load: () => import('./stats.ts') },
  events: { summary: 'What happened, and what happens', load: () => import('./events.ts') },
  conflicts: {
    summary: 'Images that came twice with different content',
    load: () => import('./conflicts.ts'),
  },
  remove: { summary: 'Put images in the trash', load: () => import('./remove.ts') },
  protect: { summary: 'Keep a study: nobody and no rule removes it', load: () => import('./protect.ts') },
  unprotect: { summary: 'Let a study be removed again', load: () => import('./unprotect.ts') },
  trash: { summary: 'See, restore or purge what was removed', load: () => import('./trash.ts') },
  verify: { summary: 'Read everything again and compare with its hash', load: () => import('./verify.ts') },
  rebuild: { summary: 'Make the catalog again from the files', load: () => import('./rebuild.ts') },
  losses: { summary: 'What was stored and has lost its bytes', load: () => import('./losses.ts') },
  quarantine: {
    summary: 'What could not be taken in, or was found damaged',
    load: () => import('./quarantine.ts'),
  },
  rules: { summary: 'What is done by itself when something happens', load: () => import('./rules.ts') },
  inboxes: { summary: 'Folders whose files are taken in', load: () => import('./inboxes.ts') },
  extensions: { summary: 'Programs of yours that the archive calls', load: () => import('./extensions.ts') },
  retention: { summary: 'What goes into the trash by itself', load: () => import('./retention.ts') },
  tree: { summary: 'Live views of the archive as folders', load: () => import('./tree.ts') },
  completeness: {
    summary: 'Whether all that a node has of a study is here',
    load: () => import('./completeness.ts'),
  },
  schedules: { summary: 'What is fetched from nodes again and again', load: () => import('./schedules.ts') },
  automation: {
    summary: 'What the archive does by itself',
    load: () => import('./automation.ts'),
  },
  demo: { summary: 'Add a small synthetic history, to look around', load: () => import('./demo.ts') },
  jobs: { summary: 'Work that the server does by itself', load: () => import('./jobs.ts') },
  doctor: { summary: 'Check everything and say what to do', load: () => import('./doctor.ts') },
};
