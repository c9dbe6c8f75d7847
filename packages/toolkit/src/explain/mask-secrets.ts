import type { Header, HeaderList } from "@crosscheck/cors/http";

/** In place of a secret. */
const masked = "***";

/** `Cookie: sid=***; theme=***`: which cookies there are matters, what is in them does not. */
function maskHeader([name, value]: Header): Header {
  const lower = name.toLowerCase();
  if (lower === "cookie") return [name, value.replace(/([^=;\s]+)=[^;]*/g, `$1=${masked}`)];
  if (lower === "set-cookie") return [name, value.replace(/^([^=;]*)=[^;]*/, `$1=${masked}`)];
  if (/^(?:proxy-)?authorization$/.test(lower)) return [name, value.replace(/^(\S+)?.*$/s, maskedScheme)];
  if (isSecretName(lower) && !lower.startsWith("access-control-")) return [name, masked];
  return [name, maskUrls(maskTokens(value))];
}

/** The scheme of an Authorization tells no secret; a lone token is one. */
function maskedScheme(whole: string, scheme: string | undefined): string {
  return scheme !== undefined && whole.length > scheme.length ? `${scheme} ${masked}` : masked;
}

export function maskHeaders(list: HeaderList): HeaderList {
  return list.map(([name, value]) => maskHeader([maskTokens(name), value]));
}

/** A URL without passwords, and without the values that look like keys to something. */
export function maskUrl(url: string): string {
  const [, before = "", userinfo, rest = ""] = /^([a-z][a-z0-9+.-]*:\/\/)(?:([^/?#\s]*)@)?(.*)$/is.exec(url) ?? [];
  const start = userinfo === undefined ? before : `${before}${masked}@`;
  const body = before === "" ? url : rest;
  const query = body.search(/[?#]/);
  const path = query === -1 ? body : body.slice(0, query);
  const parameters = query === -1 ? "" : body.slice(query);
  return start + path.split("/").map(maskSegment).join("/") + maskParameters(parameters);
}

/** Every URL, token, cookie and Authorization in a text. */
export function maskText(text: string): string {
  const lines = text.replace(
    /\b((?:proxy-)?authorization|cookie|set-cookie)(["']?\s*[:=]\s*["']?)([^\r\n"']+)/gi,
    (_whole, name: string, colon: string, value: string) => name + colon + (maskHeader([name, value])[1] ?? ""),
  );
  return maskTokens(maskUrls(lines));
}

function maskUrls(text: string): string {
  return text.replace(/\b(?:https?|wss?|ftp):\/\/[^\s"'<>`‘’“”]+/gi, (url) => {
    // What ends a sentence is not the URL's.
    const [end = ""] = /[.,;:)\]]*$/.exec(url) ?? [];
    return maskUrl(url.slice(0, url.length - end.length)) + end;
  });
}

function maskParameters(text: string): string {
  return text.replace(/([?&#;])([^=&#;]*)=([^&#;]*)/g, (_whole, mark: string, name: string, value: string) => {
    const isSecret = isSecretName(name.toLowerCase()) || looksSecret(value);
    return `${mark}${name}=${isSecret && value !== "" ? masked : maskTokens(value)}`;
  });
}

function maskSegment(segment: string): string {
  return looksSecret(segment) ? masked : maskTokens(segment);
}

const secretWords =
  /(?:^|[^a-z])(?:access|auth|bearer|code|credentials?|csrf|jwt|key|apikey|oauth|passwd|password|passwort|pin|pwd|secret|session|sessionid|sid|sig|signature|ticket|token|xsrf)(?:[^a-z]|$)|token|secret|passw|api[-_]?key|credential|session/;

function isSecretName(name: string): boolean {
  return secretWords.test(name);
}

/** Long, and of letters and digits as nobody writes them: an opaque key. */
function looksSecret(value: string): boolean {
  if (!/^[A-Za-z0-9_+=~.%-]{32,}$/.test(value) || !/[0-9]/.test(value) || !/[A-Za-z]/.test(value)) return false;
  // Words and numbers with marks between them are a title or a file's name.
  return !value.split(/[-_.~+%=]/).every((part) => /^(?:[a-z]{0,20}|[A-Z]?[a-z]{1,19}|\d{1,4})$/.test(part));
}

/** JSON Web Tokens, and the keys of the well-known services by their prefixes. */
function maskTokens(text: string): string {
  return (
    text
      // Wherever it begins: a text may be cut or glued together before it.
      .replace(/eyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]*){0,3}/g, masked)
      .replace(
        /\b(?:gh[pousr]_|github_pat_|sk[-_](?:live|test|proj)?[-_]?|pk_live_|rk_live_|xox[abprs]-|AKIA|ASIA|AIza|glpat-)[A-Za-z0-9_-]{8,}/g,
        masked,
      )
      .replace(/\bBearer\s+[A-Za-z0-9._~+/=-]{8,}/g, `Bearer ${masked}`)
  );
}
