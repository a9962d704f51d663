import { z } from 'zod';
import { count, progress, selection, text, trouble, troubleItem } from '../common.ts';
import { maxListLength } from '../limits.ts';
import type { StreamRoute } from '../route.ts';

/** A stream of a long transfer: how far it is, and each thing that went wrong as it happens. */
export const transferItem = z.discriminatedUnion('kind', [progress, troubleItem]);
export type TransferItem = z.output<typeof transferItem>;

/** Troubles in a summary are the first this many; `troublesLeftOut` counts the rest (all were in the stream). */
export const maxTroublesInSummary = 1_000;
const troubles = { troubles: z.array(trouble), troublesLeftOut: count };

export const importSummary = z.object({
  new: count,
  alreadyThere: count,
  conflicts: count,
  /** What is neither DICOM nor a document that was kept. */
  notDicom: count,
  /** Documents beside images, when they were asked for. */
  kept: count,
  /** Files that are DICOM and could not be taken: each is in `troubles`. */
  broken: count,
  bytes: count,
  seconds: z.number(),
  ...troubles,
});
export type ImportSummary = z.output<typeof importSummary>;

/** The notation is that of naming/template.ts. Every part of it names something, whatever an instance lacks. */
export const defaultExportTemplate =
  '{PatientName|unknown}/{StudyDate|no date} {StudyDescription}/{SeriesNumber} {SeriesDescription|Modality|series}/{InstanceNumber:05|SOPInstanceUID}.dcm';

/** What a zip or a disc lacks is told in a file of this name in it, a line `UID: reason` for each, so that nobody takes the rest for everything. */
export const notIncludedName = 'NOT INCLUDED.txt';

export const exportSummary = z.object({
  folder: z.string(),
  written: count,
  bytes: count,
  failed: count,
  dicomdir: z.boolean(),
  seconds: z.number(),
  ...troubles,
});
export type ExportSummary = z.output<typeof exportSummary>;

export const discSummary = z.object({
  path: z.string(),
  /** Instances on it. */
  written: count,
  /** Of the image. */
  bytes: count,
  failed: count,
  seconds: z.number(),
  ...troubles,
});
export type DiscSummary = z.output<typeof discSummary>;

export const sendSummary = z.object({
  sent: count,
  warnings: count,
  failed: count,
  bytes: count,
  seconds: z.number(),
  ...troubles,
});
export type SendSummary = z.output<typeof sendSummary>;

export const fetchSummary = z.object({
  studies: count,
  /** That the node has of them. */
  images: count,
  wereHere: count,
  came: count,
  /** Images that are still missing, and studies that could not be asked for or of which the node does not name all. */
  failed: count,
  bytes: count,
  seconds: z.number(),
  ...troubles,
});
export type FetchSummary = z.output<typeof fetchSummary>;

export const transferRoutes = {
  importFiles: {
    method: 'POST',
    path: '/api/import',
    right: 'administer',
    summary: 'Take in DICOM files from folders of this machine',
    body: z.object({
      /** Absolute paths of files and folders as the server sees them. */
      paths: z.array(text.min(1)).min(1).max(maxListLength),
      /**
       * Keep documents (PDF, DOCX) that lie beside the images, as volumes (NIfTI) and recordings (EDF, BDF) are in any case;
       * they belong to the study when all images are of one.
       */
      documents: z.boolean().default(false),
    }),
    stream: 'ndjson',
    item: transferItem,
    result: importSummary,
  },
  exportFiles: {
    method: 'POST',
    path: '/api/export',
    right: 'administer',
    summary: 'Write instances to a folder of this machine',
    body: z.object({
      selection,
      /** Absolute path as the server sees it; made when it does not exist. */
      folder: text.min(1),
      template: text.min(1).default(defaultExportTemplate),
      dicomdir: z.boolean().default(false),
    }),
    stream: 'ndjson',
    item: transferItem,
    result: exportSummary,
  },
  exportDisc: {
    method: 'POST',
    path: '/api/export/disc',
    right: 'administer',
    summary: 'Write instances to an image of a disc on this machine: ISO 9660 and Joliet, with a DICOMDIR',
    body: z.object({
      selection,
      /** Absolute path as the server sees it; nothing may be there. */
      path: text.min(1),
    }),
    stream: 'ndjson',
    item: transferItem,
    result: discSummary,
  },
  send: {
    method: 'POST',
    path: '/api/send',
    right: 'send',
    summary: 'Send instances to a node',
    body: z.object({ selection, node: text.min(1) }),
    stream: 'ndjson',
    item: transferItem,
    result: sendSummary,
  },
} as const satisfies Record<string, StreamRoute>;
