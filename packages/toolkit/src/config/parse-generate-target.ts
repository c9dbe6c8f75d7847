import { nearest } from "./nearest.ts";
import { type GenerateTarget, generateTargets, plannedTargets } from "./targets.ts";

/** A target as it was named, and the version it was named for. */
export interface NamedTarget {
  readonly target: GenerateTarget;
  readonly version?: readonly number[];
}

/** Parses `nginx` or `nginx@1.22.1`; a sentence when there is no such target, with what was given as it was. */
export function parseGenerateTarget(text: string): NamedTarget | string {
  const at = text.indexOf("@");
  const name = at === -1 ? text : text.slice(0, at);
  const target = generateTargets.find((candidate) => candidate.name === name);
  if (target === undefined) return unknownTarget(name);
  if (at === -1) return { target };
  const version = text.slice(at + 1);
  if (!/^[0-9]{1,4}(?:\.[0-9]{1,4}){0,3}$/.test(version)) {
    return `${quoted(version)} is no version of ${name}. Write numbers, such as ${name}@1.22.1, or ${name} alone.`;
  }
  return { target, version: version.split(".").map(Number) };
}

function unknownTarget(name: string): string {
  const names = generateTargets.map((target) => target.name);
  const there = `There are: ${names.join(", ")}.`;
  if (plannedTargets.includes(name)) return `The target ${quoted(name)} is not there yet. ${there}`;
  const near = nearest(name, names);
  return `There is no target ${quoted(name)}. ${near === null ? there : `Did you mean ${near}? ${there}`}`;
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
}
