/**
 * The order in which images are wanted: ahead of the one that is shown in the direction of scrolling, three for each one
 * behind it. `room` is how many fit.
 */
export function orderAround(index: number, count: number, direction: 1 | -1, room: number): number[] {
  const order: number[] = [];
  let [ahead, behind] = [index, index - direction];
  const isThere = (i: number) => i >= 0 && i < count;
  while (order.length < Math.min(room, count) && (isThere(ahead) || isThere(behind))) {
    for (let i = 0; i < 3 && isThere(ahead); i++, ahead += direction) order.push(ahead);
    if (isThere(behind)) order.push(behind);
    behind -= direction;
  }
  return order.slice(0, room);
}
