import { getHeader, type HeaderList } from "../../packages/cors/src/http/header-list.ts";

/** The body of an answer, by its content type: something that the element that asked for it can use. */
export function bodyOf(headers: HeaderList): Buffer {
  return bodies[getHeader(headers, "content-type") ?? ""] ?? ok;
}

/** A font with one glyph. */
const font =
  "d09GRgABAAAAAAIMAAoAAAAAAkAAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAABPUy8yAAABXAAAABwAAABgQPY/hGNtYXAAAAF8AAAAJQAAACwADABGZ2x5ZgAAAagAAAAUAAAAFBdBUXdoZWFkAAAA9AAAADYAAAA2LZAGJGhoZWEAAAEsAAAAGAAAACQAYQBiaG10eAAAAXgAAAAEAAAABABAAABsb2NhAAABpAAAAAQAAAAEAAAACm1heHAAAAFEAAAAGAAAACAAAwAFbmFtZQAAAbwAAABCAAAATsjB96dwb3N0AAACAAAAAAwAAAAgAAMAAAABAAAAAQAABx9+aV8PPPUAAwBAAAAAAOcs5GYAAAAA5yzkZgAAAAAAIAAgAAAAAwACAAAAAAAAeJxjYGRgYHBgYICSCkDIyIAKGAETWQDEeJxjYGRgYGBkYGYA0QwMTAxoAAAA3gAJeJxjYGZwYJzAwMrAwkAisAcCAkoUGBgAc7AB+gBAAAB4nGNgYGBiYGBgBmIRIMkIplkYJBhA4iAZhv//wRgoAwAmaARPAAAAAAAACgABAAAAAAAgACAAAgAAMTUXICAgeJwtxrsNwCAMANGzsZRAkXEyCBtQIBoqJCTGx/lccw8wboQnef9ZOVwBsehXzt/KRVq5ttnLYJGpNCadwth6lAckAAB4nGNgZsALAAB9AAQ=";

const ok = Buffer.from("ok");
const bodies: Readonly<Record<string, Buffer>> = {
  "image/svg+xml": Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'),
  "text/javascript": Buffer.from("void 0;"),
  "text/css": Buffer.from("x{}"),
  "text/event-stream": Buffer.from("data: x\n\n"),
  "font/woff": Buffer.from(font, "base64"),
};
