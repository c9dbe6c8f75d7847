/** RFC 9110, section 5.6.2: one or more tchar. https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2 */
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** Whether a string is a token: what a method and a header name must be. */
export function isToken(value: string): boolean {
  return token.test(value);
}
