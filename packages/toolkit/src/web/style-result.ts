/** What only the result page needs. */
export const resultStyle: string = `
.result { display: grid; grid-template-columns: minmax(0, 1fr); gap: 2.5rem; }
.result-header h1 { font-size: clamp(1.625rem, 4.5vw, 2.25rem); letter-spacing: -.02em; overflow-wrap: anywhere; }
.eyebrow { color: var(--muted); font-size: .9375rem; }
.moment { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .5rem 1.5rem; margin-top: .5rem; color: var(--muted); font-size: .9375rem; }
.moment p { overflow-wrap: anywhere; }
.moment form { display: flex; align-items: center; gap: 1rem; }
.moment button { min-height: 2.5rem; padding-block: .25rem; }
.result h2 { font-size: 1.25rem; }
.status { display: grid; gap: .375rem; }
.status > p { max-width: 46rem; }
.sent { display: grid; gap: .25rem; margin-top: .5rem; padding: .875rem 1.125rem; background: var(--surface); border: 1px solid var(--line); border-radius: 12px; }
.sent > div { display: flex; flex-wrap: wrap; gap: 0 .75rem; align-items: baseline; }
.sent dt { font-family: var(--mono); font-size: .875rem; color: var(--muted); }
.sent dd { min-width: 0; overflow-wrap: anywhere; }
.sent code { background: var(--sunken); border-radius: 4px; padding: .125rem .375rem; }
.tests { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; }
.test { background: var(--surface); border: 1px solid var(--line); border-radius: 12px; padding: clamp(1rem, 3vw, 1.75rem); border-inline-start: 5px solid var(--unsure);
  display: grid; grid-template-columns: minmax(0, 1fr); gap: .75rem; }
.test-passed { border-inline-start-color: var(--passed); }
.test-failed { border-inline-start-color: var(--failed); }
.test-other { padding-block: .75rem; gap: .375rem; } .test-other h3 { font-size: 1rem; } .test-other .verdict { font-size: .9375rem; padding-block: 0; } .test-other > p { color: var(--muted); max-width: 46rem; overflow-wrap: anywhere; }
.test-line { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .5rem 1rem; }
.test-line h3 { font-size: 1.1875rem; }
.verdict { display: inline-flex; align-items: center; gap: .375rem; padding: .25rem .875rem .25rem .625rem; border-radius: 2rem; font-size: 1.0625rem; white-space: nowrap; }
.verdict.verdict-passed { background: var(--passed-ground); } .verdict.verdict-failed { background: var(--failed-ground); }
.verdict.verdict-inconclusive, .verdict.verdict-not-applicable { background: var(--unsure-ground); }
.broken-heading { font-weight: 650; }
.summary { font-size: 1.0625rem; max-width: 46rem; text-wrap: pretty; overflow-wrap: anywhere; }
.finding { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; padding-top: 1.5rem; margin-top: .75rem; border-top: 1px solid var(--line); }
.finding h3 { font-size: 1.125rem; }
.finding h4 { font-size: 1rem; }
.head-title { font-size: .8125rem; font-weight: 600; color: var(--muted); margin-bottom: .25rem; }
.prose { max-width: 46rem; overflow-wrap: anywhere; white-space: pre-line; }
.tags { display: flex; flex-wrap: wrap; gap: .375rem .875rem; align-items: baseline; margin-top: -.5rem; font-size: .875rem; }
.tag { color: var(--muted); font-size: .875rem; }
.tag-level { font-weight: 600; color: var(--text); }
.severity-critical .tag-level, .severity-high .tag-level, .severity-medium .tag-level { color: var(--failed); }
.facts { display: grid; gap: .25rem 1.5rem; max-width: 52rem; }
.facts dt { font-weight: 600; }
.facts dd { margin-bottom: .5rem; overflow-wrap: anywhere; }
@media (min-width: 44rem) { .facts { grid-template-columns: 11rem minmax(0, 1fr); } .facts dd { margin: 0; } }
.evidence, .fix { display: grid; grid-template-columns: minmax(0, 1fr); gap: .625rem; }
.exchange { display: grid; grid-template-columns: minmax(0, 1fr); gap: .75rem; }
.exchange + .exchange { padding-top: .75rem; border-top: 1px dashed var(--line); }
@media (min-width: 50rem) { .exchange { grid-template-columns: repeat(2, minmax(0, 1fr)); } .repeat { grid-column: 1 / -1; } }
.head { min-width: 0; }
pre { background: var(--sunken); border: 1px solid var(--line); border-radius: 8px; padding: .75rem 1rem; white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.55; }
pre code { font-size: .8125rem; }
.head pre { color: var(--muted); }
.head .line:first-child { color: var(--text); font-weight: 600; }
.line { display: block; padding-inline-start: 1.25rem; text-indent: -1.25rem; white-space: pre-wrap; }
.line > :is(mark, span) { text-indent: 0; }
mark { background: var(--lit); color: var(--lit-text); border-radius: 3px; padding: .0625rem .25rem; margin-inline-start: -.25rem; box-decoration-break: clone; -webkit-box-decoration-break: clone; }
mark .name { font-weight: 650; }
details > summary { cursor: pointer; width: fit-content; padding-block: .25rem; }
.repeat > summary { font-size: .875rem; color: var(--muted); }
.repeat pre { margin-top: .375rem; }
.repeat .exchange { margin-top: .75rem; }
.folded { border-top: 1px solid var(--line); padding-top: .625rem; }
.folded > summary { font-weight: 600; }
.folded .finding { border-top: 0; padding-top: .25rem; }
.folded .finding h3 { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.tabs { display: flex; flex-wrap: wrap; gap: 0 .25rem; border: 0; margin: 0; padding: 0; min-width: 0; }
.tabs input { position: absolute; opacity: 0; width: 1px; height: 1px; }
.tabs label { padding: .5rem .875rem; min-height: 2.5rem; border-bottom: 3px solid transparent; cursor: pointer; color: var(--muted); font-weight: 600; font-size: .9375rem; }
.tabs label:hover { color: var(--text); }
.tabs input:checked + label { color: var(--accent); border-bottom-color: var(--accent); }
.tabs input:focus-visible + label { outline: 3px solid var(--accent); outline-offset: -1px; border-radius: 4px; }
.panel { order: 1; flex: 1 0 100%; min-width: 0; display: none; padding-top: .625rem; }
.tabs input:checked + label + .panel { display: block; }
.panel-name { display: none; }
.copy { justify-self: start; min-height: 2.25rem; padding: .25rem .875rem; margin-top: .5rem; font-size: .875rem; }
.help { display: grid; gap: .5rem; justify-items: start; }
.help pre { width: 100%; }
.redirects { display: grid; gap: .625rem; }
.redirects ol { padding-inline-start: 1.5rem; display: grid; gap: .375rem; }
.redirects li, .redirects p, .notes li { overflow-wrap: anywhere; }
.notes { list-style: none; padding: .875rem 1.125rem; display: grid; gap: .375rem; background: var(--unsure-ground); border-radius: 12px; margin-top: -1rem; }
.formats { position: relative; } .formats ul { list-style: none; padding: .375rem 1rem; display: grid; gap: .125rem; position: absolute; inset-inline-start: 0; z-index: 1; background: var(--surface); border: 1px solid var(--line-strong); border-radius: 8px; }
.formats a { display: block; padding-block: .375rem; white-space: nowrap; }
.history { display: grid; gap: .625rem; } .history ol, .changes { padding-inline-start: 1.25rem; display: grid; gap: .375rem; } .history ol { margin-top: .5rem; gap: .75rem; }
.history li { overflow-wrap: anywhere; } .history-line { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: center; } .history .verdict { font-size: .875rem; padding-block: 0; }
.hop { color: var(--muted); }
.target-list { list-style: none; padding: 0; margin-block: 1.5rem 3rem; display: grid; gap: .5rem; } .target-list li { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: baseline; overflow-wrap: anywhere; }
.result + .result { margin-top: 4rem; padding-top: 3rem; border-top: 1px solid var(--line); }
.again { display: grid; gap: 1rem; padding-top: 2rem; border-top: 1px solid var(--line); }
@media print {
  .site-header, .site-footer, .again, .skip, .copy, .moment form, .formats, .tabs label { display: none; }
  body { background: #fff; color: #000; } .test, pre { break-inside: avoid; }
  .panel { display: block; } .panel-name { display: block; font-weight: 600; }
}
`;
