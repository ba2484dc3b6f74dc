const DARK = matchMedia('(prefers-color-scheme: dark)');

/** Gives a colour of the style sheet as it is in the theme of now. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** What a drawing does when the page changes its look. */
export interface Redrawn {
  readonly redraw: () => void;
  /** Fits a drawing to paper, or back to the window. */
  readonly fit: (isPrinted: boolean) => void;
}

/** Has a drawing redrawn when the theme changes, and before and after the page is printed, which is in the light one. */
export function onNewLook({ redraw, fit }: Redrawn): void {
  DARK.addEventListener('change', redraw);
  const print = (isPrinted: boolean) => {
    document.documentElement.classList.toggle('printed', isPrinted);
    fit(isPrinted);
    redraw();
  };
  addEventListener('beforeprint', () => print(true));
  addEventListener('afterprint', () => print(false));
}
