/** Gives the user a file. */
export function saveFile(name: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  // The address lives as long as the page: revoking it at once would cut the download off.
  link.click();
}
