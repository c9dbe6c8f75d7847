import type { RequestState } from "./request-state.ts";

/** A variable that expressions and mod_rewrite both know, headers apart; null for one that is not simulated. */
export function requestVariable(name: string, request: RequestState): string | null {
  switch (name) {
    case "REQUEST_METHOD":
      return request.method;
    case "REQUEST_URI":
      return request.uri;
    case "REQUEST_SCHEME":
      return request.scheme;
    case "REQUEST_FILENAME":
    case "SCRIPT_FILENAME":
      return request.filename ?? request.uri;
    case "QUERY_STRING":
      return request.query ?? "";
    case "THE_REQUEST":
      return request.requestLine;
    case "PATH_INFO":
      return request.pathInfo;
    case "SERVER_NAME":
      return request.hostname;
    case "SERVER_PORT":
      return String(request.port);
    case "SERVER_PROTOCOL":
      return request.protocol;
    case "REQUEST_STATUS":
      return String(request.status);
    case "HTTPS":
      return request.scheme === "https" ? "on" : "off";
    case "REMOTE_ADDR":
    case "CONN_REMOTE_ADDR":
    case "REMOTE_HOST":
      return clientAddress;
    case "REMOTE_USER":
    case "REMOTE_IDENT":
    case "AUTH_TYPE":
      return "";
    case "DOCUMENT_ROOT":
      return request.server.documentRoot;
    case "HANDLER":
      return request.handler ?? "";
    case "IS_SUBREQ":
      return request.main === null ? "false" : "true";
    default:
      return null;
  }
}

/** Nobody in particular. */
export const clientAddress: string = "127.0.0.1";
