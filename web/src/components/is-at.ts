/** Whether a page or one below it is shown. */
export const isAt = (place: string, pathname: string): boolean =>
  place === '/' ? pathname === '/' : pathname === place || pathname.startsWith(`${place}/`);
