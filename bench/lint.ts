import type { LintTarget } from "../packages/toolkit/src/lint/lint-target.ts";
import { detectTarget } from "../packages/toolkit/src/lint/lint-targets.ts";
import { lintText } from "../packages/toolkit/src/lint/lint-text.ts";

const mostMilliseconds = 2_000;
const lines = 50_000;

const noFiles = { read: () => null, list: () => [] };

/** Configurations of 50,000 lines, and a hostile one: the CPU that lint takes, cold and warm. */
export function lintBench(): readonly string[] {
  process.stdout.write(`\nlint a configuration of ${lines.toLocaleString("en")} lines\n`);
  const missed: string[] = [];
  const texts: readonly (readonly [name: string, file: string, text: string])[] = [
    ["nginx, 5,000 servers", "nginx.conf", nginxText()],
    ["nginx, one server of 12,500 locations", "nginx.conf", locationsText()],
    ["nginx, a map of 50,000 origins", "nginx.conf", mapText()],
    ["Apache, 5,000 virtual hosts", "apache2.conf", apacheText()],
  ];
  for (const [name, file, text] of texts) {
    const target = detectTarget(file, text);
    if (target === null) throw new Error(`no target for ${file}`);
    const [cold = 0, ...warm] = Array.from({ length: 3 }, () => cpu(text, target, file));
    const least = Math.min(...warm);
    if (least > mostMilliseconds) missed.push(`lint, ${name}: ${least.toFixed(0)} ms, at most ${mostMilliseconds}`);
    const figure = `${cold.toFixed(0)} ms of CPU, then ${least.toFixed(0)}`;
    process.stdout.write(`  ${`${name} (${text.split("\n").length} lines)`.padEnd(60)}${figure.padStart(30)}\n`);
  }
  return missed;
}

function cpu(text: string, target: LintTarget, file: string): number {
  const start = process.cpuUsage();
  lintText(text, target, { file, source: noFiles });
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
}

function repeated(count: number, made: (number: number) => string): string {
  return Array.from({ length: count }, (_, number) => made(number)).join("\n");
}

function nginxText(): string {
  return repeated(
    lines / 10,
    (number) => `server {
  listen 80;
  server_name host-${number}.example.com;
  # a comment
  add_header Access-Control-Allow-Origin https://app-${number}.example.com always;
  add_header Vary Origin always;
  location /api/ {
    proxy_pass http://127.0.0.1:3000;
  }
}`,
  );
}

function locationsText(): string {
  const locations = repeated(
    lines / 4,
    (number) => `  location /path-${number}/ {
    add_header X-Number ${number % 50};
    proxy_pass http://127.0.0.1:3000;
  }`,
  );
  return `server {\n  listen 80;\n  add_header Access-Control-Allow-Origin https://app.example.com always;\n${locations}\n}`;
}

function mapText(): string {
  const keys = repeated(lines, (number) => `  "~^https://(www\\.)?site-${number}\\.example\\.com$" $http_origin;`);
  return `map $http_origin $cors {\n${keys}\n}\nserver {\n  listen 80;\n  add_header Access-Control-Allow-Origin $cors always;\n  add_header Vary Origin always;\n}`;
}

function apacheText(): string {
  return repeated(
    lines / 10,
    (number) => `<VirtualHost *:80>
  ServerName host-${number}.example.com
  DocumentRoot /srv/www
  # a comment
  <Location "/x">
    Require all granted
  </Location>
  Header always set Access-Control-Allow-Origin "https://app-${number}.example.com"
  Header always merge Vary Origin
</VirtualHost>`,
  );
}
