/** What the page /explain needs beside the tools' style. */
export const explainStyle: string = `
.explain-steps { list-style: none; padding: 0; display: grid; grid-template-columns: minmax(0, 1fr); gap: .75rem; }
.explain-step { display: grid; grid-template-columns: minmax(0, 1fr); gap: .5rem; padding: .75rem 1rem; background: var(--surface); border: 1px solid var(--line);
  border-inline-start: 5px solid var(--line-strong); border-radius: 12px; overflow-wrap: anywhere; }
.explain-failed { border-inline-start-color: var(--failed); }
.explain-kind { font-weight: 700; margin-inline-end: .375rem; }
.explain-mark { color: var(--failed); font-weight: 600; margin-inline-start: .5rem; }
.explain-step pre { white-space: pre-wrap; overflow-wrap: anywhere; }
.explain-fix { display: grid; grid-template-columns: minmax(0, 1fr); gap: .5rem; }
.explain-beside { font-weight: 600; }
`;
