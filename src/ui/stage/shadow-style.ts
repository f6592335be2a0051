/**
 * Gives a shadow root a style sheet. A constructed one obeys no page's CSP, but Firefox does not let a content
 * script assign `adoptedStyleSheets` (bug 1751346); a style element made by an extension is free of the page's
 * CSP there.
 */
export function addStyle(root: ShadowRoot, css: string): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  } catch {
    const style = root.ownerDocument.createElement('style');
    style.textContent = css;
    root.append(style);
  }
}
