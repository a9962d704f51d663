/** The server puts it into the page with every answer: styles that are made here carry it, and no others count. */
export const styleNonce = (): string =>
  document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
