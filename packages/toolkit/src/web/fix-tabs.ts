import { html } from "hono/html";
import type { Html } from "./html.ts";

const serverNames: Readonly<Record<string, string>> = {
  nginx: "nginx",
  apache: "Apache",
  htaccess: ".htaccess",
  iis: "IIS",
  express: "Express",
  node: "Node",
  caddy: "Caddy",
  haproxy: "HAProxy",
};

/**
 * What to do: the general sentence, then one tab for each server. The tabs are radio buttons, so they work without a script
 * and from the keyboard.
 *
 * @param group unique on the page
 */
export function fixTabs(group: string, fix: Readonly<Record<string, string>>): Html {
  const { general, ...servers } = fix;
  const tabs = Object.entries(servers);
  return html`<div class="fix"><h4>How to fix it</h4>
${general === undefined ? "" : html`<p class="prose">${general}</p>`}
${
  tabs.length === 0
    ? ""
    : html`<fieldset class="tabs"><legend class="visually-hidden">Server</legend>${tabs.map(([server, text], index) => tab(`${group}-${index}`, group, server, text, index === 0))}</fieldset>`
}</div>`;
}

function tab(id: string, group: string, server: string, text: string, checked: boolean): Html {
  const name = serverNames[server] ?? server;
  return html`<input type="radio" name="${group}" id="${id}"${checked ? html` checked` : ""}><label for="${id}">${name}</label><div class="panel"><p class="panel-name">${name}</p><pre data-copy><code>${text}</code></pre></div>`;
}
