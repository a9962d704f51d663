/**
 * All values of elements as text, by the names that were asked for: `values.EchoTime[0]`. No value where the element is not
 * there or empty. Numbers are as they stand in the image (PS3.5 6.2), names of people with their carets.
 */
export type Values<Element extends string = string> = Readonly<Record<Element, readonly string[]>>;

/** What a condition is asked about: one image. */
export interface Question<Element extends string = string> {
  readonly values: Values<Element>;
  /** What stands behind `with` in the automation file. */
  readonly with: Readonly<Record<string, unknown>>;
}

/** What a function for names is asked about: one image. */
export interface NameQuestion<Element extends string = string> {
  readonly values: Values<Element>;
}

/** What a route is asked. */
export interface Request {
  /** JSON that was sent; nothing where nothing was. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Name of the account that asks. */
  readonly caller: string;
  /** A folder of this extension, to write to. */
  readonly folder: string;
}

/** A series of what an action works on. */
export interface Series<Element extends string = string> {
  readonly seriesInstanceUid: string;
  /** Of its first image. */
  readonly values: Values<Element>;
  /** How many images of it are worked on. */
  readonly images: number;
  /** Digest of the contents of these: another one means that images came, went or were changed. */
  readonly content: string;
}

export interface Image<Element extends string = string> {
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
  readonly values: Values<Element>;
}

/** What an action works on, and with. Its owner sees nothing else, so it is all that there is. */
export interface Work<Element extends string = string> {
  /** The same whenever this work is tried again, and never that of other work. */
  readonly id: string;
  /** Name of the rule. */
  readonly rule: string;
  readonly studyInstanceUid: string;
  readonly series: readonly Series<Element>[];
  /** What stands behind `with` in the automation file. */
  readonly with: Readonly<Record<string, unknown>>;
  /** The images as files (PS3.10), where the action says `files`; copies that go when it has ended. */
  readonly files: readonly string[];
  /** A folder of this extension, to write to. It is there the next time too. */
  readonly folder: string;
  /** Every image with values of these elements, in the order of the archive; each is read when it is asked for. */
  images<const Name extends string>(elements: readonly Name[]): AsyncIterable<Image<Name>>;
}

/** What the archive is to do now. It is done as the owner of the rule, once, and is in the audit log. */
export interface Outcome {
  /** Elements of all images that were worked on: an edit, the content before is kept. null empties one. */
  readonly set?: Readonly<Record<string, string | number | null>>;
  /** Set on the study. */
  readonly label?: string | readonly string[];
  /** Taken off the study. */
  readonly unlabel?: string | readonly string[];
  /** For people who look at the run. */
  readonly note?: string;
}
