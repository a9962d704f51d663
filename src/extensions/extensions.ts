import { join } from 'node:path';
import { type Clock, IsocenterError, type Logger } from '../base/index.ts';
import {
  type Attention,
  defaultExtensionSettings,
  type ExtensionSettings,
  type ListedExtension,
  type ResultFor,
} from '../contract/index.ts';
import { copiesFolder, removeLeftCopies } from './copies.ts';
import { endStrays } from './end-strays.ts';
import type { CallOptions } from './extension-process.ts';
import { findExtensions } from './find-extensions.ts';
import { HostedExtension, keptFolder, workFolder } from './hosted-extension.ts';
import { QUESTION_MS } from './limits.ts';
import {
  type ActionOutcome,
  type Description,
  type GivenQuestion,
  type GivenRequest,
  type GivenWork,
  namePart,
  outcome,
} from './messages.ts';

/** Its name in the data directory. */
export const EXTENSIONS_FOLDER = 'extensions';

type OfferedAction = Description['actions'][string];
type OfferedCondition = Description['conditions'][string];
type OfferedName = Description['names'][string];

export interface ExtensionsParts {
  /** The data directory. */
  readonly data: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Programs of people that the archive calls: what lies in the folder `extensions`. */
export class Extensions {
  readonly #parts: ExtensionsParts;
  readonly #hosted = new Map<string, HostedExtension>();
  #revision = 0;
  #strays: Promise<void> | undefined;

  constructor(parts: ExtensionsParts) {
    this.#parts = parts;
  }

  /** Another number means that something else is offered. */
  get revision(): number {
    return this.#revision;
  }

  /** Takes into use what is in the folder now. */
  async follow(settings: Readonly<Record<string, ExtensionSettings>>): Promise<void> {
    const { data } = this.#parts;
    const found = await findExtensions(join(data, EXTENSIONS_FOLDER));
    if (found.length > 0) {
      const kept = keptFolder(data);
      this.#strays ??= endStrays(kept).then(() => removeLeftCopies(kept));
      await this.#strays;
    }
    const isOn = ({ name }: { readonly name: string }) => settings[name]?.on !== false;
    const wanted = found.filter(isOn);
    for (const [name, hosted] of this.#hosted)
      if (!wanted.some((one) => one.name === name)) {
        hosted.close();
        this.#hosted.delete(name);
        this.#revision++;
      }
    await Promise.all(
      wanted.map((one) =>
        this.#hostedAs(one.name).follow(one, settings[one.name] ?? defaultExtensionSettings),
      ),
    );
  }

  /** Throws `extension/unknown`, and `extension/bad` for one of an extension that is not in use. */
  action(name: string): OfferedAction {
    return this.#offered(name, ({ actions }) => actions);
  }

  /** Throws as `action` does. */
  condition(name: string): OfferedCondition {
    return this.#offered(name, ({ conditions }) => conditions);
  }

  /** Throws as `action` does. */
  name(name: string): OfferedName {
    return this.#offered(name, ({ names }) => names);
  }

  /** Of the extension that a name such as `subjects.group` is of: another one means that it may answer otherwise. '' while none is in use. */
  versionOf(name: string): string {
    return this.#hosted.get(partsOf(name)[0])?.version ?? '';
  }

  /** What a function for names answers; '' for nothing. Throws as `ExtensionProcess.call` does. */
  async nameFor(name: string, question: Pick<GivenQuestion, 'values'>): Promise<string> {
    const [extension, part] = partsOf(name);
    const call = { kind: 'name', name: part, question } as const;
    const result = await this.#named(extension, name).call(call, { milliseconds: QUESTION_MS });
    const parsed = namePart.safeParse(result ?? null);
    if (parsed.success) return parsed.data;
    const reason = `what ${name} answered is no part of a name`;
    throw new IsocenterError('extension/failed', { extension, reason });
  }

  /** A new folder for copies of images that an extension may read; see copies.ts. */
  copiesFolderFor(name: string): Promise<string> {
    return copiesFolder(workFolder(this.#parts.data, partsOf(name)[0]));
  }

  /** What a condition says. Throws as `ExtensionProcess.call` does. */
  async ask(name: string, question: GivenQuestion, signal?: AbortSignal): Promise<boolean> {
    const [extension, condition] = partsOf(name);
    const call = { kind: 'ask', name: condition, question } as const;
    return (await this.#named(extension, name).call(call, { milliseconds: QUESTION_MS, signal })) === true;
  }

  /** Does an action. Answers what the archive is to do. Throws as `ExtensionProcess.call` does. */
  async act(
    name: string,
    work: GivenWork,
    options: Omit<CallOptions, 'milliseconds'>,
  ): Promise<ActionOutcome> {
    const [extension, action] = partsOf(name);
    const hosted = this.#named(extension, name);
    const result = await hosted.call(
      { kind: 'act', name: action, work },
      { ...options, milliseconds: hosted.settings.seconds * 1000 },
    );
    const parsed = outcome.safeParse(result ?? {});
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    const reason = `what it answered cannot be used: ${issue?.path.join('.')} ${issue?.message}`;
    throw new IsocenterError('extension/failed', { extension, reason });
  }

  /** What a route answers. Throws `extension/unknown`, and as `ExtensionProcess.call` does. */
  async answer(name: string, request: GivenRequest, signal: AbortSignal): Promise<unknown> {
    this.#offered(name, ({ routes }) => routes);
    const [extension, route] = partsOf(name);
    const call = { kind: 'answer', name: route, request } as const;
    return await this.#named(extension, name).call(call, { milliseconds: QUESTION_MS, signal });
  }

  list(): ListedExtension[] {
    return [...this.#hosted.values()]
      .map((hosted) => hosted.listed())
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** What they put onto pages. */
  links(): ResultFor<'extensionLinks'>['links'] {
    return this.list().flatMap(({ name: extension, links }) => links.map((link) => ({ extension, ...link })));
  }

  /** What needs a person. */
  problems(): Attention[] {
    return [...this.#hosted.values()].flatMap((hosted) =>
      hosted.problems().map((problem) => ({ about: 'extension' as const, name: hosted.name, problem })),
    );
  }

  /** Ends all processes. */
  close(): void {
    for (const hosted of this.#hosted.values()) hosted.close();
  }

  #offered<Offer>(
    name: string,
    offersOf: (described: Description) => Readonly<Record<string, Offer>>,
  ): Offer {
    const [extension, part] = partsOf(name);
    const { description, problem } = this.#named(extension, name);
    if (!description && problem) throw problem;
    const offers = description ? offersOf(description) : {};
    if (!Object.hasOwn(offers, part)) throw new IsocenterError('extension/unknown', { name });
    return offers[part]!;
  }

  #named(extension: string, name: string): HostedExtension {
    const hosted = this.#hosted.get(extension);
    if (!hosted) throw new IsocenterError('extension/unknown', { name });
    return hosted;
  }

  #hostedAs(name: string): HostedExtension {
    const known = this.#hosted.get(name);
    if (known) return known;
    const made = new HostedExtension(name, { ...this.#parts, onChange: () => void this.#revision++ });
    this.#hosted.set(name, made);
    return made;
  }
}

/** `series-log.append`: the extension, and what of it. */
function partsOf(name: string): [string, string] {
  const dot = name.indexOf('.');
  return [name.slice(0, dot), name.slice(dot + 1)];
}
