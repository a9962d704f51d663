import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { runOrThrow } from './processes.ts';

/** A file system in a file, mounted through a loop device. */
export class DiskImage implements AsyncDisposable {
  readonly mountPoint: string;
  readonly #file: string;
  readonly #device: string;

  private constructor(file: string, mountPoint: string, device: string) {
    this.#file = file;
    this.mountPoint = mountPoint;
    this.#device = device;
  }

  /** Makes an ext4 file system of its own. */
  static async make(file: string, megabytes: number, mountPoint: string): Promise<DiskImage> {
    fs.writeFileSync(file, '');
    fs.truncateSync(file, megabytes * 1024 * 1024);
    await runOrThrow('mkfs.ext4', ['-q', '-F', file]);
    return DiskImage.mount(file, mountPoint);
  }

  /** Mounts what is there; the file system replays its journal. */
  static async mount(file: string, mountPoint: string): Promise<DiskImage> {
    fs.mkdirSync(mountPoint, { recursive: true });
    await runOrThrow('mount', ['-o', 'loop', file, mountPoint]);
    const { stdout } = await runOrThrow('findmnt', ['-n', '-o', 'SOURCE', mountPoint]);
    return new DiskImage(file, mountPoint, path.basename(stdout.trim()));
  }

  /**
   * Copies what is on the device, as a power cut would leave it: a moment in which nothing was being written to it, while
   * the process that writes stands still. What the system had not sent to the device is missing.
   */
  async copyTo(target: string, writer: number): Promise<void> {
    process.kill(writer, 'SIGSTOP');
    try {
      for (;;) {
        const before = this.#writes();
        await runOrThrow('cp', ['--sparse=always', this.#file, target]);
        if (this.#writes() === before) return;
      }
    } finally {
      process.kill(writer, 'SIGCONT');
    }
  }

  /** Changes with every write that begins or ends. */
  #writes(): string {
    const folder = `/sys/block/${this.#device}`;
    const [, , , , writes = '', , , , inFlight = ''] = fs
      .readFileSync(`${folder}/stat`, 'utf8')
      .trim()
      .split(/\s+/);
    return `${writes} ${inFlight}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await runOrThrow('umount', [this.mountPoint]);
  }
}

/** Whether images can be made and mounted here. */
export async function canMountImages(directory: string): Promise<boolean> {
  if (spawnSync('mkfs.ext4', ['-V']).status !== 0) return false;
  try {
    await using _image = await DiskImage.make(
      path.join(directory, 'probe.img'),
      8,
      path.join(directory, 'probe'),
    );
    return true;
  } catch {
    return false;
  }
}
