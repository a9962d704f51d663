import { useMantineColorScheme } from '@mantine/core';
import { useLayoutEffect } from 'react';

const attribute = 'data-mantine-color-scheme';

/** Images are read on dark ground, whatever the rest of the app looks like; it gets its own look back afterwards. */
export function useDarkScreen(): void {
  const { colorScheme } = useMantineColorScheme();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another look of the app is another one to give back
  useLayoutEffect(() => {
    const page = document.documentElement;
    const before = page.getAttribute(attribute);
    page.setAttribute(attribute, 'dark');
    return () => page.setAttribute(attribute, before ?? 'light');
  }, [colorScheme]);
}
