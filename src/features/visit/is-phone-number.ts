// Enough of a telephone number to be called: at least seven digits, written as people write them. The server
// judges by the same form.
export function isPhoneNumber(text: string): boolean {
  return /^[+()\d\s.x-]{7,40}$/.test(text.trim()) && text.replace(/\D/g, '').length >= 7;
}
