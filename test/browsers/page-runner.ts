/** Runs in the page and in its frames: one step with fetch, XMLHttpRequest or an element. */
const runStep = String.raw`
const pairs = (headers) => [...headers].map(([n, v]) => [n.toLowerCase(), v]).sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
const body = (r) => (r.hasBody ? new Uint8Array([120]) : undefined);
const stream = () => new ReadableStream({ start(controller) { controller.enqueue(new Uint8Array([120])); controller.close(); } });
async function withFetch(r) {
  const init = {};
  for (const name of ["method", "headers", "credentials", "mode", "redirect", "cache", "referrerPolicy"]) if (r[name] !== undefined) init[name] = r[name];
  if (r.hasBody) init.body = body(r);
  let request;
  try {
    if (r.streamBody) { init.body = stream(); init.duplex = "half"; }
    request = new Request(r.url, init);
  } catch { return { verdict: "API error" }; }
  let response;
  try { response = await fetch(request); } catch (error) {
    // WebKit takes a stream in a Request, and throws when it is fetched.
    return { verdict: error.name === "NotSupportedError" ? "API error" : "network error" };
  }
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
function withElement(r, name, attributes) {
  return new Promise((resolve) => {
    const element = document.createElement(name);
    const end = (verdict) => { element.remove(); resolve({ verdict }); };
    element.onload = () => end("allowed");
    element.onerror = () => end("network error");
    if (r.crossOrigin != null) element.crossOrigin = r.crossOrigin;
    if (r.referrerPolicy !== undefined) element.referrerPolicy = r.referrerPolicy;
    Object.assign(element, attributes);
    document.body.append(element);
  });
}
const entryPoints = {
  fetch: withFetch,
  xhr: withXhr,
  img: (r) => withElement(r, "img", { src: r.url }),
  script: (r) => withElement(r, "script", { src: r.url }),
  module: (r) => withElement(r, "script", { type: "module", src: r.url }),
  link: (r) => withElement(r, "link", { rel: "stylesheet", href: r.url }),
  font: (r) => new FontFace("f", "url(" + JSON.stringify(r.url) + ")").load().then(() => ({ verdict: "allowed" }), () => ({ verdict: "network error" })),
  eventsource: (r) => new Promise((resolve) => {
    const source = new EventSource(r.url, { withCredentials: r.credentials === "include" });
    const end = (verdict) => { source.close(); resolve({ verdict }); };
    source.onopen = () => end("allowed");
    source.onerror = () => end("network error");
  }),
  async beacon(r, id) {
    const type = (r.headers ?? [])[0]?.[1];
    const data = type === undefined ? undefined : new Blob(["x"], { type });
    try { navigator.sendBeacon(r.url, data); } catch { return { verdict: "API error" }; }
    await fetch(control + "/control/settled/" + id, { cache: "no-store" });
    return { verdict: "sent" };
  },
};
performance.setResourceTimingBufferSize(100000);
async function seesTiming(url) {
  for (let tries = 0; tries < 40; tries++) {
    const entry = performance.getEntriesByName(url.replace(/#.*/, ""), "resource").filter((e) => e.initiatorType !== "preflight").pop();
    if (entry !== undefined) return entry.requestStart > 0;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return "no entry";
}
async function runSteps({ id, steps, observesTiming, pauses }) {
  const outcomes = [];
  for (const r of steps) {
    if (pauses && outcomes.length > 0) await new Promise((resolve) => setTimeout(resolve, 300));
    const late = new Promise((resolve) => setTimeout(() => resolve({ verdict: "no answer" }), 15000));
    const outcome = await Promise.race([entryPoints[r.entryPoint ?? "fetch"](r, id), late]);
    if (observesTiming && outcome.verdict === "allowed") outcome.timing = await seesTiming(r.url);
    outcomes.push(outcome);
  }
  return outcomes;
}`;

/** A page of a frame, sandboxed or of another site; \`control\` is where the server of this page answers. */
export const framePage = `<!doctype html><meta charset="utf-8"><body><script>
const control = location.origin === "null" ? "CONTROL" : location.origin;
${runStep}
onmessage = async (event) => event.ports[0].postMessage(await runSteps(event.data));
parent.postMessage("ready", "*");
</script>`;

/** The page that polls for batches of cases, runs them eight at a time, and reports. */
export const runnerPage = `<!doctype html><meta charset="utf-8"><title>cases</title><link rel="icon" href="data:,"><body><script>
const control = location.origin;
${runStep}
document.cookie = "crosscheck=1";
const framePage = ${JSON.stringify(framePage).replaceAll("</", "<\\/")};
function frame(attributes) {
  const element = Object.assign(document.createElement("iframe"), attributes);
  const ready = new Promise((resolve) => addEventListener("message", function listen(event) {
    if (event.source !== element.contentWindow) return;
    removeEventListener("message", listen);
    resolve();
  }));
  document.body.append(element);
  return { element, ready };
}
const frames = {
  sandbox: frame({ sandbox: "allow-scripts", srcdoc: framePage.replace("CONTROL", control) }),
  local: frame({ src: "http://localhost:" + location.port + "/control/frame" }),
  sub: frame({ src: "http://a.localhost:" + location.port + "/control/frame" }),
};
function inFrame({ element }, one) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (event) => { port1.close(); resolve(event.data); };
    element.contentWindow.postMessage(one, "*", [port2]);
  });
}
(async () => {
  for (const { ready } of Object.values(frames)) await ready;
  for (;;) {
    const cases = await (await fetch("/control/next", { cache: "no-store" })).json();
    const results = {};
    let next = 0;
    await Promise.all(Array.from({ length: 8 }, async () => {
      while (next < cases.length) {
        const one = cases[next++];
        results[one.id] = await (one.frame === "page" ? runSteps(one) : inFrame(frames[one.frame], one));
      }
    }));
    await fetch("/control/done", { method: "POST", body: JSON.stringify(results) });
  }
})();
</script>`;
