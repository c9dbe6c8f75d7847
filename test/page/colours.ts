import type { Locator } from "playwright-core";

/** The computed colour of a text as a person would name it: green, red, or neither. */
export async function nameOfColour(text: Locator): Promise<"green" | "red" | "neither"> {
  const colour = await text.evaluate((element) => getComputedStyle(element).color);
  const [red = 0, green = 0, blue = 0] = (colour.match(/\d+(?:\.\d+)?/g) ?? []).map(Number);
  if (green > red + 40 && green > blue + 40) return "green";
  if (red > green + 40 && red > blue + 40) return "red";
  return "neither";
}
