/** The server puts it into the page with every answer: styles and scripts that are added here carry it, and no others count. */
export const pageNonce = (): string =>
  document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
