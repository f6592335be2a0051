/** An address of a file must live until the browser has begun to save it. */
const KEPT_MS = 60_000;

/** Gives the user a file, as a link of the overlay's own that is clicked once. */
export function download(
  root: ShadowRoot,
  name: string,
  content: string | Blob,
  type = 'application/json',
): void {
  const document = root.ownerDocument;
  const url = URL.createObjectURL(typeof content === 'string' ? new Blob([content], { type }) : content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  root.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
