/** How the pictures of a video are coded (PS3.5 8.2.5 to 8.2.9), as the makers of browsers call it. */
export function codingOf(transferSyntaxUid: string): string {
  const [, kind = ''] = /^1\.2\.840\.10008\.1\.2\.4\.10([0-8])/.exec(transferSyntaxUid) ?? [];
  if (kind < '2') return 'MPEG-2';
  return kind < '7' ? 'H.264' : 'HEVC (H.265)';
}
