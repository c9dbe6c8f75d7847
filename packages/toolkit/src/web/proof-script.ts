/**
 * What runs in a proof page, from the attacker's origin: one request, when its button is pressed. Of what it reads it shows
 * the status, the length and the first bytes, and sends nothing on. One function without imports, so that its source is the
 * script.
 */
function runProof(): void {
  const config = JSON.parse(document.getElementById("config")?.textContent ?? "{}");
  const output = document.getElementById("output") as HTMLElement;
  const here = document.getElementById("here");
  if (here !== null) {
    const isThere = origin === config.origin;
    here.textContent = isThere ? `${origin}: the right place.` : `${origin}: open it at ${config.origin} instead.`;
    here.className = isThere ? "right" : "wrong";
  }
  document.getElementById("run")?.addEventListener("click", async () => {
    output.textContent = "";
    for (const credentials of ["include", "omit"] as const) {
      const line = document.createElement("p");
      line.textContent = `credentials: "${credentials}" … `;
      output.append(line);
      try {
        const response = await fetch(config.url, { method: config.method, credentials, cache: "no-store" });
        const { length, first } = await beginning(response);
        line.textContent += `READ: status ${response.status}, ${length} bytes, beginning with ${JSON.stringify(first)}`;
        line.className = "wrong";
      } catch (error) {
        line.textContent += `not read: ${error}. The console says why.`;
        line.className = "right";
      }
    }
  });

  async function beginning(response: Response): Promise<{ length: string; first: string }> {
    const reader = response.body?.getReader();
    let length = 0;
    let first = "";
    const decoder = new TextDecoder();
    while (reader !== undefined && length < 1_000_000) {
      const { done, value } = await reader.read();
      if (done) return { length: String(length), first };
      if (first.length < 60) first = (first + decoder.decode(value.slice(0, 60), { stream: true })).slice(0, 60);
      length += value.length;
    }
    await reader?.cancel();
    return { length: reader === undefined ? "0" : "more than 1,000,000", first };
  }
}

export const proofScript: string = `"use strict";\n(${runProof.toString()})();\n`;

export const proofStyle: string = `
:root { color-scheme: light dark; font: 1rem/1.6 system-ui, sans-serif; }
body { max-width: 50rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: break-word; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: .75rem 1rem; border: 1px solid #8888; border-radius: 8px; }
button { font: inherit; font-weight: 600; padding: .5rem 1.25rem; }
iframe { width: 100%; height: 18rem; border: 1px solid #8888; border-radius: 8px; }
.wrong { color: light-dark(#b3211b, #ff938a); font-weight: 600; } .right { color: light-dark(#11692f, #6fd48c); }
`;
