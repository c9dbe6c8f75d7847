import { getHeader, type HttpResponse } from "@crosscheck/cors/http";

/**
 * Whether an answer is a wall that stands before the site and turns robots away: a challenge that says so, or a refusal by
 * one of the services that do nothing else. What it says of CORS is the wall's, not the site's.
 */
export function isBotWall({ status, headers }: HttpResponse): boolean {
  const has = (name: string): boolean => getHeader(headers, name) !== null;
  // https://developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response/
  if (getHeader(headers, "cf-mitigated") === "challenge") return true;
  if (has("x-datadome") && status >= 400) return true;
  // https://docs.aws.amazon.com/waf/latest/developerguide/waf-captcha-and-challenge-how-it-works.html
  if (has("x-amzn-waf-action")) return true;
  if (status === 429) return true;
  if (status !== 403 && status !== 503) return false;
  const server = getHeader(headers, "server") ?? "";
  return (
    has("retry-after") ||
    has("x-iinfo") ||
    has("x-sucuri-id") ||
    /cloudflare|akamaighost|ddos-guard|sucuri|imperva/i.test(server)
  );
}
