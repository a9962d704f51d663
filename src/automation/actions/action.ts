import type { ActionName } from '../../contract/index.ts';

/** What a rule works on: of one study, the series or images that fit. */
export interface Subject {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUids: readonly string[];
  /** Only these images of them; absent means all. */
  readonly sopInstanceUids?: readonly string[] | undefined;
}

/** One action of one run, as a job does it. */
export interface Order {
  /** Name of the rule. */
  readonly rule: string;
  readonly subject: Subject;
}

/** Something that a rule does, ready to be done. */
export interface Action {
  readonly name: ActionName;
  /** What it is about, in a word: a label, a node, a folder, a program. */
  readonly about: string;
  /** Folder of the BIDS dataset that it makes. */
  readonly dataset?: string;
  /** Kind of the job that does it; its retries are those of that kind. */
  readonly kind: string;
  /** What the job is told, or a promise of that. Throws where it must not be done now. */
  input(order: Order): unknown;
}

/** As people are told of it. */
export const toldAction = ({ name, about }: Action) => ({ action: name, about });
