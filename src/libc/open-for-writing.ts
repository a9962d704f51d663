import { errnoOf, libcFunction } from './libc.ts';

/** linux/fcntl.h, asm-generic/fcntl.h, asm-generic/errno-base.h; the same on every architecture that Node runs on. */
const F_SETSIG = 10;
const F_SETLEASE = 1024;
const F_RDLCK = 0;
const F_UNLCK = 2;
const EAGAIN = 11;
/** Ignored by whoever does not ask for it. */
const SIGURG = 23;

type Fcntl = (fd: number, command: number, argument: number) => number;

const fcntl = libcFunction<Fcntl>('int fcntl(int fd, int command, int argument)');

/**
 * Whether somebody on this machine has a file open to write into it. Undefined where the kernel does not say: files of
 * others when we lack CAP_LEASE, many network shares, other systems; what is written from another machine is never seen.
 * A read lease is granted only while nobody writes (fcntl(2)); it is given back at once.
 *
 * @param fd of the file, open for reading only.
 */
export function isOpenForWriting(fd: number): boolean | undefined {
  const control = fcntl();
  // Who opens it in between sends a signal, and the usual one (SIGIO) would end this program.
  if (control?.(fd, F_SETSIG, SIGURG) !== 0) return undefined;
  if (control(fd, F_SETLEASE, F_RDLCK) !== 0) return errnoOf() === EAGAIN ? true : undefined;
  control(fd, F_SETLEASE, F_UNLCK);
  return false;
}
