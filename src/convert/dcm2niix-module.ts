/** The part of the Emscripten module inside of @niivue/dcm2niix that is used here. Its own wrapper is for browsers only. */
export interface Dcm2niixModule {
  readonly FS: EmscriptenFs;
  /** Grows with what is converted. */
  readonly HEAP8: Int8Array;
  /** Runs the program to its end. @returns its exit code */
  callMain(args: readonly string[]): number;
}

export interface EmscriptenFs {
  readonly ErrnoError: new (errno: number) => Error;
  mkdir(path: string): unknown;
  mount(type: unknown, options: object, path: string): unknown;
  createNode(parent: FsNode | null, name: string, mode: number, device: number): FsNode;
}

export interface FsNode {
  readonly id: number;
  readonly name: string;
  readonly mode: number;
  node_ops: unknown;
  stream_ops: unknown;
}

type CreateModule = (settings: object) => Promise<Dcm2niixModule>;

/** @param print gets each line that the program prints */
export async function loadDcm2niix(print: (line: string) => void): Promise<Dcm2niixModule> {
  // The package exports its wrapper alone; the module lies beside it. This is the build that reads all kinds of JPEG.
  const place = new URL('./dcm2niix.jpeg.js', import.meta.resolve('@niivue/dcm2niix'));
  const { default: create } = (await import(place.href)) as { readonly default: CreateModule };
  return await create({ noInitialRun: true, print, printErr: print });
}
