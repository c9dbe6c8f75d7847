/**
 * The floor: as many probes of each site as a survey makes, written to raw TLS sockets and thrown away. Run by survey.ts
 * with a list, a name server and a number of probes.
 */
import { Resolver } from "node:dns/promises";
import { readFileSync } from "node:fs";
import { connect, createSecureContext } from "node:tls";

const [list = "", server = "", probes = "6"] = process.argv.slice(2);
const dns = new Resolver();
dns.setServers([server]);
// As the scanner's own: with a post-quantum key share the floor would be higher.
const secureContext = createSecureContext({ ecdhCurve: "X25519:P-256:P-384:P-521" });
const atOnce = 50;

const urls = readFileSync(list, "utf8")
  .trim()
  .split("\n")
  .map((line) => new URL(line));
const queue = urls.values();
await Promise.all(
  Array.from({ length: atOnce }, async () => {
    for (const url of queue) await ask(url);
  }),
);

async function ask({ hostname, port, host }: URL): Promise<void> {
  const [address = ""] = await dns.resolve4(hostname);
  await new Promise<void>((resolve, reject) => {
    const socket = connect({
      host: address,
      port: Number(port),
      servername: hostname,
      secureContext,
      ALPNProtocols: ["http/1.1"],
    });
    const head = `GET / HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: raw\r\nAccept: */*\r\nOrigin: https://abcdefghijkl.com\r\n\r\n`;
    let left = Number(probes);
    let text = "";
    socket.once("secureConnect", () => socket.write(head));
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
      // The farm's pages end so.
      if (!text.endsWith("0\r\n\r\n") && !text.endsWith("</p>")) return;
      text = "";
      if (--left > 0) socket.write(head);
      else socket.destroy();
    });
    socket.once("close", () => (left === 0 ? resolve() : reject(new Error("cut"))));
    socket.once("error", reject);
  });
}
