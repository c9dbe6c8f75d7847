/** What the guide and its stepper need. */
export const learnStyle: string = `
.learn section { scroll-margin-top: 1rem; gap: 1rem; }
.learn-text { display: grid; grid-template-columns: minmax(0, 1fr); gap: .75rem; max-width: 46rem; }
.learn-text :is(ul, ol) { padding-inline-start: 1.5rem; display: grid; gap: .375rem; }
.wide { overflow-x: auto; } .wide table { border-collapse: collapse; font-size: .9375rem; }
.learn-text :is(th, td) { text-align: start; vertical-align: top; padding: .375rem .75rem; border: 1px solid var(--line); }
.learn-text th { background: var(--sunken); }
.learn-text :not(pre) > code, .learn-example code { overflow-wrap: anywhere; }
.learn-contents { display: grid; gap: 1rem; padding-inline-start: 1.75rem; max-width: 46rem; }
.learn-contents a { font-weight: 600; font-size: 1.0625rem; }
.learn-contents p { color: var(--muted); }
.learn-parts ul { padding: .75rem 1rem .75rem 2rem; background: var(--surface); border: 1px solid var(--line); border-radius: 12px; display: grid; gap: .25rem; }
@media (min-width: 44rem) { .learn-parts ul { grid-template-columns: repeat(2, minmax(0, 1fr)); column-gap: 2rem; } }
.learn-example { display: grid; grid-template-columns: minmax(0, 1fr); gap: .625rem; padding: 1rem clamp(1rem, 3vw, 1.5rem); background: var(--surface);
  border: 1px solid var(--line); border-inline-start: 5px solid var(--unsure); border-radius: 12px; scroll-margin-top: 1rem; }
.learn-read { border-inline-start-color: var(--passed); } .learn-blocked { border-inline-start-color: var(--failed); }
.learn-end { color: var(--muted); max-width: 46rem; overflow-wrap: anywhere; }
.learn-file > summary { font-family: var(--mono); font-size: .875rem; }
.learn-file pre { max-height: 28rem; overflow-y: auto; }
.learn-next { display: grid; gap: .75rem; padding: 1rem 1.25rem; background: var(--sunken); border: 1px solid var(--line); border-radius: 12px; }
.learn-turn { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .5rem 2rem; padding-top: 1rem; border-top: 1px solid var(--line); }
.learn-turn [rel="prev"]::before { content: "← "; } .learn-turn [rel="next"]::after { content: " →"; } .learn-turn [rel="next"] { margin-inline-start: auto; }
.diagram { width: 100%; max-width: 30rem; height: auto; font: 11px/1 var(--mono); }
.diagram text { fill: var(--text); } .diagram .lane { fill: var(--muted); font-size: 10px; }
.diagram .lane-line { stroke: var(--line-strong); fill: none; }
.diagram .arrow { stroke: var(--accent); fill: none; stroke-width: 1.5; } .diagram .arrow-failed { stroke: var(--failed); stroke-dasharray: 4 4; }
.diagram .end { font-weight: 700; font-size: 12px; } .diagram .end-read { fill: var(--passed); } .diagram .end-blocked { fill: var(--failed); } .diagram :is(.end-opaque, .end-unknown) { fill: var(--unsure); }
.stepper-columns { display: grid; grid-template-columns: minmax(0, 1fr); gap: 2rem; }
@media (min-width: 60rem) { .stepper-columns { grid-template-columns: minmax(0, 22rem) minmax(0, 1fr); align-items: start; } }
.stepper fieldset { display: grid; grid-template-columns: minmax(0, 1fr); gap: .5rem; border: 0; margin: 0 0 1rem; padding: 0; min-width: 0; }
.stepper legend { font-weight: 650; font-size: 1.0625rem; padding: 0; margin-bottom: .5rem; }
.stepper .tool-fields { grid-template-columns: repeat(auto-fit, minmax(min(100%, 9rem), 1fr)); }
.stepper textarea::placeholder { color: var(--muted); opacity: 1; }
.stepper-result { display: grid; grid-template-columns: minmax(0, 1fr); gap: 2rem; }
.presets ul { padding: .75rem 1rem .75rem 2rem; display: grid; gap: .375rem 2rem; }
@media (min-width: 44rem) { .presets ul { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
.stages { list-style: none; padding: 0; display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; }
.stage { display: grid; grid-template-columns: minmax(0, 1fr); gap: .625rem; padding: 1rem clamp(1rem, 3vw, 1.5rem); background: var(--surface); border: 1px solid var(--line);
  border-inline-start: 5px solid var(--line-strong); border-radius: 12px; overflow-wrap: anywhere; }
.stage-blocked { border-inline-start-color: var(--failed); } .stage-read { border-inline-start-color: var(--passed); }
.stage h4 { font-size: .9375rem; }
.spec-steps { list-style: none; padding: 0; display: grid; gap: .125rem; font-size: .9375rem; }
.spec-steps li { display: grid; grid-template-columns: 2.25rem minmax(0, 1fr); padding: .125rem .5rem; border-radius: 6px; }
.spec-number { font-family: var(--mono); font-size: .8125rem; line-height: 1.85; }
.spec-unreached { color: var(--muted); } .spec-fails, .spec-decides { background: var(--lit); color: var(--lit-text); }
.engines { display: grid; grid-template-columns: minmax(0, 1fr); gap: .75rem; } .engines dt { font-weight: 600; } .engines dd { overflow-wrap: anywhere; }
.console { margin-top: .375rem; } .console code { color: var(--failed); }
@media print { .stepper form, .presets, .learn-turn, .learn-next { display: none; } .stage, .learn-example { break-inside: avoid; } }
`;
