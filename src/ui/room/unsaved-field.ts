/**
 * Keeps what stands in a field out of the browser's files. Firefox writes the fields of tabs down every 15 s, to bring
 * them back after a crash, but for those that ever were a password's; autocomplete="off" does not prevent that.
 */
export function unsavedField(field: HTMLInputElement | null): void {
  if (field === null) return;
  field.type = 'password';
  field.type = 'text';
}
