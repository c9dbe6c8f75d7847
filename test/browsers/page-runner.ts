/** Runs in the page and in its sandboxed frame: one step with fetch or XMLHttpRequest. */
const runStep = String.raw`
const pairs = (headers) => [...headers].map(([n, v]) => [n.toLowerCase(), v]).sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
const body = (r) => (r.hasBody ? new Uint8Array([120]) : undefined);
async function withFetch(r) {
  const init = {};
  for (const name of ["method", "headers", "credentials", "mode", "redirect", "cache", "referrerPolicy"]) if (r[name] !== undefined) init[name] = r[name];
  if (r.hasBody) init.body = body(r);
  let request;
  try { request = new Request(r.url, init); } catch { return { verdict: "API error" }; }
  let response;
  try { response = await fetch(request); } catch { return { verdict: "network error" }; }
  try { await response.text(); } catch {}
  return { verdict: "allowed", responseType: response.type, status: response.status, headers: pairs(response.headers), redirected: response.redirected };
}
function withXhr(r) {
  return new Promise((resolve) => {
    const xhr = new XMLHttpRequest();
    try {
      xhr.open(r.method ?? "GET", r.url);
      for (const [n, v] of r.headers ?? []) xhr.setRequestHeader(n, v);
    } catch { return resolve({ verdict: "API error" }); }
    xhr.withCredentials = r.credentials === "include";
    if (r.uploadListener) xhr.upload.onprogress = () => {};
    xhr.onloadend = () => {
      if (xhr.status === 0) return resolve({ verdict: "network error" });
      const lines = xhr.getAllResponseHeaders().split("\r\n").filter((line) => line !== "");
      const headers = lines.map((line) => { const at = line.indexOf(":"); return [line.slice(0, at), line.slice(at + 1).replace(/^ /, "")]; });
      resolve({ verdict: "allowed", status: xhr.status, headers: pairs(headers) });
    };
    try { xhr.send(body(r)); } catch { resolve({ verdict: "API error" }); }
  });
}
async function runSteps(steps) {
  const outcomes = [];
  for (const r of steps) {
    const late = new Promise((resolve) => setTimeout(() => resolve({ verdict: "no answer" }), 15000));
    outcomes.push(await Promise.race([r.entryPoint === "xhr" ? withXhr(r) : withFetch(r), late]));
  }
  return outcomes;
}`;

const frame = `<script>${runStep}
onmessage = async (event) => event.ports[0].postMessage(await runSteps(event.data));
parent.postMessage("ready", "*");
</script>`;

/** The page that polls for batches of cases, runs them eight at a time, and reports. */
export const runnerPage = `<!doctype html><meta charset="utf-8"><title>cases</title><link rel="icon" href="data:,"><body><script>${runStep}
document.cookie = "crosscheck=1";
const sandbox = document.createElement("iframe");
sandbox.setAttribute("sandbox", "allow-scripts");
sandbox.srcdoc = ${JSON.stringify(frame).replaceAll("</", "<\\/")};
const ready = new Promise((resolve) => addEventListener("message", resolve, { once: true }));
document.body.append(sandbox);
function inSandbox(steps) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (event) => { port1.close(); resolve(event.data); };
    sandbox.contentWindow.postMessage(steps, "*", [port2]);
  });
}
(async () => {
  await ready;
  for (;;) {
    const cases = await (await fetch("/control/next", { cache: "no-store" })).json();
    const results = {};
    let next = 0;
    await Promise.all(Array.from({ length: 8 }, async () => {
      while (next < cases.length) {
        const one = cases[next++];
        results[one.id] = await (one.frame === "sandbox" ? inSandbox(one.steps) : runSteps(one.steps));
      }
    }));
    await fetch("/control/done", { method: "POST", body: JSON.stringify(results) });
  }
})();
</script>`;
