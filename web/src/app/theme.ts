/** The look: calm greys, one accent (teal), one warning (amber), one danger (red). */
import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type VariantColorsResolver,
} from '@mantine/core';

/** What is written on the accent colour: Mantine looks at its light shade alone, and the dark one needs dark letters. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input);
  const isAccent = input.color === undefined || input.color === input.theme.primaryColor;
  return input.variant === 'filled' && isAccent
    ? { ...colors, color: 'var(--mantine-primary-color-contrast)' }
    : colors;
};

export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: { light: 7, dark: 3 },
  respectReducedMotion: true,
  autoContrast: true,
  luminanceThreshold: 0.35,
  variantColorResolver,
  defaultRadius: 'md',
  fontFamily: 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, monospace',
  headings: { fontWeight: '620', sizes: { h1: { fontSize: '1.5rem' }, h2: { fontSize: '1.125rem' } } },
  colors: {
    teal: [
      '#e6f7f5',
      '#cdeeea',
      '#9adcd4',
      '#5ac8bd',
      '#33b5a9',
      '#1aa297',
      '#0f8a82',
      '#0a6d67',
      '#075853',
      '#04423e',
    ],
    // Its dark shades are those of the plain pages: log in and account look as if they belong here, as they do.
    dark: [
      '#e3ebea',
      '#b9c7c5',
      '#9aaba9',
      '#63736f',
      '#3a4846',
      '#283433',
      '#1d2726',
      '#151d1d',
      '#0d1313',
      '#080c0c',
    ],
  },
});

/** What is read on the ground of the page or on a tint: soft text and warnings, too, in 4.5 to 1 at least. WCAG 2.2 1.4.3. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#526361',
    '--mantine-color-placeholder': '#63736f',
    '--mantine-color-yellow-light-color': '#7a4500',
    '--mantine-color-red-light-color': '#a51d1d',
    '--mantine-color-error': '#a51d1d',
  },
  dark: {
    '--mantine-color-yellow-light': '#3a2e10',
    '--mantine-color-yellow-light-hover': '#4a3b16',
    '--mantine-color-yellow-light-color': '#ffd866',
    '--mantine-color-dimmed': '#9aaba9',
    '--mantine-color-placeholder': '#9aaba9',
    '--mantine-color-error': '#ff8787',
  },
});
