/** Gives the user a file. */
export function saveFile(name: string, content: string, type = 'application/json'): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  // The address lives as long as the page: revoking it at once would cut the download off.
  link.click();
}
