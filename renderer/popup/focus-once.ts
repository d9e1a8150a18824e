/** As a ref: keys are heard before anything was clicked. */
export function focusOnce(element: HTMLElement | null): void {
  element?.focus();
}
