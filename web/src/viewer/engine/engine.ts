/** Cornerstone, once for as long as the page is open: what draws, what loads, what the mouse does. */
import {
  cache,
  getShouldUseCPURendering,
  imageLoadPoolManager,
  imageRetrievalPoolManager,
  init as initCore,
  RenderingEngine,
} from '@cornerstonejs/core';
import { init as initLoader } from '@cornerstonejs/dicom-image-loader';
import {
  addTool,
  init as initTools,
  MagnifyTool,
  PanTool,
  StackScrollTool,
  Enums as ToolEnums,
  ToolGroupManager,
  WindowLevelTool,
  ZoomTool,
} from '@cornerstonejs/tools';
import { loadTables } from './greys/table-loader.ts';
import { dropNaturalized, provideElements } from './naturalized.ts';
import type { Presentation } from './presentation.ts';
import type { SeriesImages } from './series-images.ts';
import type { SeriesLibrary } from './series-library.ts';
import { type StackStart, StackView } from './stack-view.ts';
import { keepUnits } from './units.ts';
import { keepVoiFunctions } from './voi-function.ts';

/** Decoded images in memory, at most, of what the device says that it has (browsers say 8 GB at most). */
const CACHE_SHARE = 0.25;
/** Of that for what is loaded ahead, divided among the viewports: what is on the screen needs some, too. */
const AHEAD_SHARE = 0.7;
const GB = 2 ** 30;
const DEFAULT_DEVICE_GB = 4;
const MAX_WORKERS = 4;
/**
 * Of all viewports of a viewer together, which draw one after the other anyway. Making one takes as long as a picture does, and browsers
 * have few.
 */
const WEBGL_CONTEXTS = 1;
/**
 * One frame without parts around it: the loader looks for their ends byte by byte. As it is stored, whatever that is (PS3.18 8.7.3.3).
 */
const frameAlone = { Accept: 'application/octet-stream; transfer-syntax=*' };

const { MouseBindings } = ToolEnums;
type Binding = { readonly mouseButton: number };

/** What the left button can do, and by which other one each is reached whatever the left one does. */
const tools = {
  window: { tool: WindowLevelTool, always: [] },
  scroll: { tool: StackScrollTool, always: [] },
  pan: { tool: PanTool, always: [{ mouseButton: MouseBindings.Auxiliary }] },
  zoom: { tool: ZoomTool, always: [{ mouseButton: MouseBindings.Secondary }] },
  magnify: { tool: MagnifyTool, always: [] },
} as const satisfies Record<string, { tool: { toolName: string }; always: readonly Binding[] }>;

export type EngineToolName = keyof typeof tools;

let isStarted = false;

function start(): void {
  if (isStarted) return;
  isStarted = true;
  initCore({ rendering: { webGlContextCount: WEBGL_CONTEXTS }, debug: {} });
  initTools();
  const workers = Math.min(MAX_WORKERS, Math.max(1, navigator.hardwareConcurrency - 1));
  initLoader({
    ...{ maxWebWorkers: workers, useLegacyMetadataProvider: false },
    beforeSend: () => frameAlone,
  });
  loadTables();
  provideElements();
  keepUnits();
  keepVoiFunctions();
  for (const { tool } of Object.values(tools)) addTool(tool);
  const { deviceMemory = DEFAULT_DEVICE_GB } = navigator as { deviceMemory?: number };
  cache.setMaxCacheSize(deviceMemory * CACHE_SHARE * GB);
}

let opened = 0;

/** What all viewports of a viewer share. */
export class Engine {
  readonly library: SeriesLibrary;
  readonly rendering: RenderingEngine;
  /** How views were left, by what they remember it under. */
  readonly presentations = new Map<string, Presentation>();
  openStacks = 0;
  readonly #tools: NonNullable<ReturnType<typeof ToolGroupManager.createToolGroup>>;
  readonly #afterResizing: (() => void)[] = [];
  #resizing = 0;

  constructor(library: SeriesLibrary) {
    this.library = library;
    start();
    dropNaturalized();
    opened += 1;
    this.rendering = new RenderingEngine(`viewer-${opened}`);
    const group = ToolGroupManager.createToolGroup(`tools-${opened}`);
    if (!group) throw new RangeError(`there are tools of viewer ${opened} already`);
    this.#tools = group;
    for (const { tool } of Object.values(tools)) group.addTool(tool.toolName);
    this.giveLeftButton('window');
  }

  /** @param name undefined where something else is done with the left button */
  giveLeftButton(name: EngineToolName | undefined): void {
    for (const [other, { tool, always }] of Object.entries(tools)) {
      const bindings: Binding[] = [...always];
      if (other === name) bindings.push({ mouseButton: MouseBindings.Primary });
      this.#tools.setToolPassive(tool.toolName, { removeAllBindings: true });
      if (bindings.length > 0) this.#tools.setToolActive(tool.toolName, { bindings });
    }
  }

  /** A viewport of this rendering gets the tools. */
  addTools(viewportId: string): void {
    this.#tools.addViewport(viewportId, this.rendering.id);
  }

  /** How many images of so many bytes one viewport may have in memory. */
  roomFor(imageBytes: number): number {
    const bytes = (cache.getMaxCacheSize() * AHEAD_SHARE) / Math.max(1, this.openStacks);
    return Math.max(1, Math.floor(bytes / imageBytes));
  }

  /** Fits all pictures to their elements, once for all that change their sizes together. @param then what is to be done with it */
  resize(then?: () => void): void {
    if (then) this.#afterResizing.push(then);
    cancelAnimationFrame(this.#resizing);
    this.#resizing = requestAnimationFrame(() => {
      this.rendering.resize(true, true);
      for (const each of this.#afterResizing.splice(0)) each();
    });
  }

  /** The images of a series, one at a time, in an element of the page. */
  openStack(element: HTMLDivElement, images: SeriesImages, start: StackStart): StackView {
    return new StackView(this, element, images, start);
  }

  /** Whether pictures are drawn without WebGL: slower, and stacks only. */
  get isPlain(): boolean {
    return getShouldUseCPURendering();
  }

  /** Gives back pictures, textures and requests that wait; elements when the next one opens. */
  close(): void {
    cancelAnimationFrame(this.#resizing);
    ToolGroupManager.destroyToolGroup(this.#tools.id);
    this.rendering.destroy();
    for (const pool of [imageLoadPoolManager, imageRetrievalPoolManager]) pool.clearRequestStack('prefetch');
    cache.purgeCache();
  }
}
