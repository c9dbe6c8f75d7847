export { command } from "./cli/survey.ts";
