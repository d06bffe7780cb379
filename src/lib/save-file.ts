// Saves a text or bytes as a file because a person pressed a button. Nothing is kept by the page afterwards.

export function saveFile(name: string, type: string, body: BlobPart): void {
  const address = URL.createObjectURL(new Blob([body], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // Not at once: a slow browser begins to read after the press.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
