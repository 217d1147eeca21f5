// Stands where lib asks for node:crypto. Digests are made by the server; a page that needs one uses crypto.subtle.
export function createHash(): never {
  throw new Error('node:crypto is not in the browser');
}
export function hash(): never {
  throw new Error('node:crypto is not in the browser');
}
export default { createHash, hash };
