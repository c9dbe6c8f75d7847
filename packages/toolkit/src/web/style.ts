import { explainStyle } from "./style-explain.ts";
import { learnStyle } from "./style-learn.ts";
import { resultStyle } from "./style-result.ts";
import { toolStyle } from "./style-tools.ts";

/** Colours in pairs, measured for contrast: at least 4.5 to 1 on every ground they are used on. */
const tokens = `
:root {
  color-scheme: light dark;
  --ground: #f7f8f9; --surface: #ffffff; --sunken: #f1f3f5; --line: #d9dee3; --line-strong: #7d8894;
  --text: #1b2127; --muted: #545f6b; --accent: #1d4f91; --accent-strong: #163d70; --on-accent: #ffffff;
  --passed: #11692f; --passed-ground: #e7f4ea; --failed: #b3211b; --failed-ground: #fceceb;
  --unsure: #4a5663; --unsure-ground: #e9edf1; --lit: #fff0bd; --lit-text: #3d3000;
  --mono: ui-monospace, "SFMono-Regular", "Cascadia Mono", "Liberation Mono", Menlo, Consolas, monospace;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --ground: #101418; --surface: #181d22; --sunken: #11161a; --line: #2d353d; --line-strong: #71808f;
    --text: #e5e9ed; --muted: #a3aeb9; --accent: #8ebcf5; --accent-strong: #b4d3fa; --on-accent: #0c1c30;
    --passed: #6fd48c; --passed-ground: #15301f; --failed: #ff938a; --failed-ground: #3a1a19;
    --unsure: #b6c2ce; --unsure-ground: #262e36; --lit: #473b0e; --lit-text: #ffe9a3;
  }
}
`;

const base = `
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; min-height: 100vh; display: flex; flex-direction: column; background: var(--ground); color: var(--text);
  font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; overflow-wrap: break-word; }
h1, h2, h3, h4, h5, p, ul, ol, dl, dd, pre { margin: 0; }
h1, h2, h3, h4 { line-height: 1.25; text-wrap: balance; letter-spacing: -.01em; }
a { color: var(--accent); text-underline-offset: .15em; }
a:hover { color: var(--accent-strong); }
code, pre { font-family: var(--mono); font-size: .875em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
main:focus { outline: none; }
.visually-hidden { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -100vw; top: .5rem; padding: .5rem 1rem; background: var(--surface); z-index: 1; }
.skip:focus { left: 1rem; }
.site-header, main, .site-footer { width: 100%; max-width: 66rem; margin-inline: auto; padding-inline: clamp(1rem, 4vw, 2rem); }
.site-header { padding-block: 1.25rem; display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1.75rem; }
.site-nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
.site-nav a { padding-block: .25rem; }
.wordmark { display: inline-flex; align-items: center; gap: .5rem; color: var(--text); font-weight: 650; text-decoration: none; }
.mark { color: var(--accent); }
main { flex: 1; padding-block: clamp(1rem, 3vw, 2.5rem) 4rem; }
.site-footer { padding-block: 1.5rem 2rem; border-top: 1px solid var(--line); color: var(--muted); font-size: .875rem;
  display: flex; flex-wrap: wrap; gap: .25rem 2rem; justify-content: space-between; }
.site-footer p { max-width: 46rem; }
.lead { font-size: 1.125rem; color: var(--muted); max-width: 38rem; text-wrap: pretty; }
.hint { font-size: .875rem; color: var(--muted); }
`;

const form = `
button, .button { font: inherit; font-weight: 600; min-height: 2.75rem; padding: .5rem 1.125rem; border-radius: 8px; cursor: pointer;
  border: 1px solid var(--line-strong); background: var(--surface); color: var(--text); text-decoration: none; display: inline-block; }
button:hover, .button:hover { border-color: var(--accent); color: var(--accent); }
button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); padding-inline: 1.75rem; }
button.primary:hover { background: var(--accent-strong); border-color: var(--accent-strong); color: var(--on-accent); }
.scan-form { display: grid; gap: .5rem; max-width: 40rem; }
.field-label { font-weight: 600; }
.scan-row { display: flex; flex-wrap: wrap; gap: .5rem; }
.scan-row input { flex: 1 1 14rem; min-width: 0; min-height: 3rem; font: inherit; font-size: 1.0625rem; padding: .5rem .875rem;
  color: var(--text); background: var(--surface); border: 1px solid var(--line-strong); border-radius: 8px; }
.scan-row input::placeholder { color: var(--muted); opacity: 1; }
.scan-row input[aria-invalid] { border: 2px solid var(--failed); }
.scan-row button { min-height: 3rem; flex: 0 1 auto; }
.field-error { color: var(--failed); font-weight: 600; }
.options { display: flex; flex-wrap: wrap; gap: .25rem 1.75rem; margin-top: .25rem; }
.options label { display: inline-flex; align-items: center; gap: .5rem; min-height: 2.5rem; cursor: pointer; }
.options input, .tabs input { accent-color: var(--accent); }
.options input { width: 1.125rem; height: 1.125rem; margin: 0; }
`;

const home = `
.home { display: grid; gap: clamp(2rem, 5vw, 4rem); }
.home h1 { font-size: clamp(2rem, 5vw, 2.75rem); letter-spacing: -.025em; }
.intro { display: grid; gap: 1rem; align-content: start; }
.intro .scan-form { margin-top: 1rem; }
.legend { display: grid; gap: .75rem 1rem; grid-template-columns: auto minmax(0, 1fr); margin-top: 2.5rem; max-width: 34rem; }
.legend > div { display: grid; grid-template-columns: subgrid; grid-column: 1 / -1; align-items: center; }
.legend dt { justify-self: start; }
.legend .verdict { font-size: .875rem; padding: .125rem .75rem .125rem .5rem; } .legend svg { width: 16px; height: 16px; }
.legend dd { font-size: .9375rem; line-height: 1.45; color: var(--muted); }
.demo { min-width: 0; }
.demo h2 { font-size: 1.25rem; }
.demo > p { color: var(--muted); font-size: .9375rem; margin-top: .375rem; max-width: 38rem; }
.demo ul { list-style: none; padding: 0; margin-top: 1rem; border: 1px solid var(--line); border-radius: 12px; background: var(--surface); overflow: clip; }
.demo li + li { border-top: 1px solid var(--line); }
.demo-site { display: grid; grid-template-columns: 1fr auto; gap: .125rem 1rem; width: 100%; text-align: start; border: 0; border-radius: 0;
  padding: .75rem 1rem; background: none; font-weight: 400; }
.demo-site:hover { background: var(--sunken); color: inherit; }
.demo-site:focus-visible { outline-offset: -3px; border-radius: 10px; }
.demo-name { font-weight: 600; }
.demo-site:hover .demo-name { text-decoration: underline; text-underline-offset: .15em; }
.demo-verdict { font-size: .875rem; font-weight: 600; white-space: nowrap; }
.demo-description { grid-column: 1 / -1; font-size: .875rem; line-height: 1.45; color: var(--muted); }
@media (min-width: 60rem) { .home-with-demo { grid-template-columns: minmax(0, 1fr) minmax(0, 27rem); } }
@media (min-width: 60rem) and (min-height: 44rem) { .home-with-demo .intro { position: sticky; top: 2rem; } }
.verdict-passed { color: var(--passed); } .verdict-failed { color: var(--failed); }
.verdict-inconclusive, .verdict-not-applicable { color: var(--unsure); }
.message, .running { display: grid; gap: 1rem; justify-items: start; padding-block: 2rem; }
.message h1, .running h1 { font-size: clamp(1.5rem, 4vw, 2rem); overflow-wrap: anywhere; }
.running .lead { overflow-wrap: anywhere; min-height: 3.2em; }
.activity { width: min(100%, 24rem); height: 4px; border-radius: 2px; overflow: hidden; background: var(--line); }
.activity::before { content: ""; display: block; width: 30%; height: 100%; border-radius: 2px; background: var(--accent); animation: pass 1.6s ease-in-out infinite; }
@keyframes pass { from { transform: translateX(-100%); } to { transform: translateX(430%); } }
@media (prefers-reduced-motion: reduce) { .activity::before { animation: none; width: 100%; opacity: .5; } }
`;

/** The one style sheet. */
export const style: string = [tokens, base, form, home, resultStyle, toolStyle, learnStyle, explainStyle]
  .join("")
  .replace(/^\n/, "");
