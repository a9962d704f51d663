/** Seconds as hours, minutes and seconds: "1:02:03.5"; tenths where they are not whole. */
export function clock(seconds: number): string {
  const tenths = Math.round(seconds * 10);
  const whole = Math.floor(tenths / 10);
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60];
  const front = hours > 0 ? `${hours}:${two(minutes)}` : String(minutes);
  return `${front}:${two(whole % 60)}${tenths % 10 === 0 ? '' : `.${tenths % 10}`}`;
}
