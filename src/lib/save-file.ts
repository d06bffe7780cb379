// Gives a person a text or bytes as a file of their own. It is nowhere else than where they put it.

/** Must run in the press of a button. `type` is a media type. */
export function saveFile(name: string, type: string, body: BlobPart): void {
  const address = URL.createObjectURL(new Blob([body], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // Browsers read the address after the press is over.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
