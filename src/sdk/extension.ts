import type { NameQuestion, Outcome, Question, Request, Work } from './given.ts';

/** Something that a rule can ask: `if: { extension: NAME.CONDITION }`. */
export interface Condition<Element extends string = string> {
  /** For people, one line. */
  readonly about?: string;
  /** What has to be known of an image: keywords, tags or paths, as in the automation file. */
  readonly elements?: readonly Element[];
  /** It is asked as often as anybody likes, so it changes nothing. Within 10 s. */
  is(question: Question<Element>): boolean | Promise<boolean>;
}

/** Something that a tree can ask for a name: `names: "{NAME.FUNCTION|instead}/{InstanceNumber:05}.dcm"`. */
export interface Name<Element extends string = string> {
  /** For people, one line. */
  readonly about?: string;
  /** What has to be known of an image: keywords, tags or paths, as in the automation file. */
  readonly elements?: readonly Element[];
  /**
   * A part of a name, whatever is in it: what no file system takes is replaced. Nothing where there is none. Of images of one
   * study that are alike in their elements it is asked once. What it throws holds up the files that it was to name. Within 10 s.
   */
  of(question: NameQuestion<Element>): NamePart | Promise<NamePart>;
}

type NamePart = string | number | null | undefined;

/** Something that a rule can do: `do: [{ extension: NAME.ACTION }]`. */
export interface Action<Element extends string = string> {
  /** For people, one line. */
  readonly about?: string;
  /** What has to be known of each series: keywords, tags or paths, as in the automation file. */
  readonly elements?: readonly Element[];
  /** Whether the images are needed as files. The owner of the rule has to be allowed to download them. */
  readonly files?: boolean;
  /**
   * Whether doing it twice with the same `work.id` does no harm. Then it is tried again when its process ended in the
   * middle; else it has failed, and a person decides.
   */
  readonly repeatable?: boolean;
  /**
   * Does it. What it throws is the reason why it failed, and nothing of an outcome is done; {@link TryAgain} has it done
   * again later.
   */
  run(work: Work<Element>): Outcome | undefined | Promise<Outcome | undefined>;
}

/** Something that programs can ask for over HTTP: `POST /api/extensions/NAME/routes/ROUTE`. Administrators only. */
export interface Route {
  /** For people, one line. */
  readonly about?: string;
  /** Answers JSON. What it throws is the reason that the caller is told. */
  answer(request: Request): unknown;
}

/** A link on a page of the web app, for everybody who sees what the page shows. */
export interface Link {
  /** study: beside the actions of each study. series: at each series of a study. */
  readonly page: 'study' | 'series';
  /** What people read: one line, 60 characters at most. */
  readonly title: string;
  /**
   * Where it leads, http or https: `https://notes.example.org/{StudyInstanceUID}`. Places are `{StudyInstanceUID}`, and for a series
   * also `{SeriesInstanceUID}`; what comes into them is percent-encoded. Whoever runs that server learns what stands there.
   */
  readonly href: string;
}

/** What a file in `extensions/` exports as default. It is called by the name of the file. */
export interface Extension {
  /** For people, one line. */
  readonly about?: string;
  readonly conditions?: Readonly<Record<string, Condition>>;
  readonly actions?: Readonly<Record<string, Action>>;
  readonly names?: Readonly<Record<string, Name>>;
  readonly routes?: Readonly<Record<string, Route>>;
  readonly links?: Readonly<Record<string, Link>>;
}

/** The same extension, with its types. */
export const defineExtension = (extension: Extension): Extension => extension;

/** The same condition; what it asks for is known to the compiler. */
export const condition = <const Element extends string = never>(given: Condition<Element>): Condition =>
  given;

/** The same action; what it asks for is known to the compiler. */
export const action = <const Element extends string = never>(given: Action<Element>): Action => given;

/** The same function for names; what it asks for is known to the compiler. */
export const name = <const Element extends string = never>(given: Name<Element>): Name => given;
