/** What the pages with a text in and findings or files out need. */
export const toolStyle: string = `
.tool { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.5rem; }
.tool h1 { font-size: clamp(1.625rem, 4.5vw, 2.25rem); letter-spacing: -.02em; }
.tool h2 { font-size: 1.25rem; }
.tool h3 { font-size: 1rem; overflow-wrap: anywhere; }
.tool section { display: grid; grid-template-columns: minmax(0, 1fr); gap: .75rem; }
.tool-form { display: grid; grid-template-columns: minmax(0, 1fr); gap: .5rem; }
.tool-form > button { justify-self: start; margin-top: .5rem; }
.tool-form :is(textarea, select, input) { width: 100%; min-height: 2.75rem; padding: .5rem .75rem; font: inherit; color: var(--text);
  background: var(--surface); border: 1px solid var(--line-strong); border-radius: 8px; }
.tool-form textarea { font-family: var(--mono); font-size: .875rem; resize: vertical; }
.tool-form textarea[aria-invalid] { border: 2px solid var(--failed); }
.tool-form input::placeholder { color: var(--muted); opacity: 1; }
.tool-fields { display: grid; gap: .75rem 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 13rem), 1fr)); }
.tool-list { list-style: none; padding: 0; display: grid; gap: .75rem; }
.tool-list li { padding: .75rem 1rem; background: var(--surface); border: 1px solid var(--line); border-radius: 8px; overflow-wrap: anywhere; }
.tool-list .prose { margin-top: .25rem; }
.tool-file { display: grid; grid-template-columns: minmax(0, 1fr); gap: .5rem; margin-top: .75rem; }
.tool-file pre { max-height: 32rem; overflow-y: auto; }
.source { background: var(--sunken); border: 1px solid var(--line); border-radius: 8px; padding-block: .5rem; line-height: 1.5; overflow: clip; }
.source-line { display: grid; grid-template-columns: 3.5rem minmax(0, 1fr); }
.source-line code { white-space: pre-wrap; overflow-wrap: anywhere; font-size: .8125rem; padding-inline-end: 1rem; }
.source-number { font-family: var(--mono); font-size: .75rem; line-height: 1.65; color: var(--muted); text-align: end; padding-inline-end: .875rem; user-select: none; }
.source-found { background: var(--lit); color: var(--lit-text); } .source-found .source-number { color: var(--lit-text); font-weight: 700; }
.source-gap { padding-inline-start: 2rem; color: var(--muted); }
.source-note { display: grid; grid-template-columns: minmax(0, 1fr); gap: .5rem; margin: .375rem .75rem .75rem 3.5rem; padding: .75rem 1rem;
  background: var(--surface); border: 1px solid var(--line); border-inline-start: 4px solid var(--unsure); border-radius: 8px; overflow-wrap: anywhere; }
.source-note .tags { margin: 0; }
.source-note:is(.severity-critical, .severity-high, .severity-medium, .source-broken) { border-inline-start-color: var(--failed); }
.source-broken .tag-level { color: var(--failed); }
@media (max-width: 30rem) { .source-line { grid-template-columns: 2.5rem minmax(0, 1fr); } .source-number { padding-inline-end: .5rem; } .source-note { margin-inline-start: .75rem; } }
`;
