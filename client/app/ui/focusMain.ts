/** Where one goes on from once what had the focus is gone: the page, instead of the document's very beginning. */
export function focusMain(): void {
  document.getElementById('main')?.focus({ preventScroll: true });
}
