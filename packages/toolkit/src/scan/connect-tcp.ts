import { connect, type Socket } from "node:net";
import { errorCode, failure } from "./client-failure.ts";
import type { Deadline } from "./deadline.ts";
import type { ClientFailure } from "./http-client.ts";
import type { ScanTarget } from "./scan-target.ts";

/** https://www.rfc-editor.org/rfc/rfc8305#section-8: Connection Attempt Delay. */
const nextAttemptAfterMs = 250;

/** A host that drops packets must not eat the whole deadline: the caller may want to try http after https. */
const giveUpAfterMs = 10_000;

interface Attempt {
  readonly address: string;
  readonly code: string;
}

/**
 * A TCP connection to the first of these addresses that accepts one; the next is tried when one fails, or beside it when
 * it is slow. Takes addresses, never names: what was checked is what is connected to.
 */
export function connectTcp(
  target: ScanTarget,
  addresses: readonly string[],
  deadline: Deadline,
): Promise<Socket | ClientFailure> {
  return new Promise((resolve) => {
    const open = new Set<Socket>();
    const failed: Attempt[] = [];
    let started = 0;
    let nextAttempt: NodeJS.Timeout | undefined;
    let settled = false;
    let forget = (): void => {};
    const tooLate = (): void => settle(describe(target, [{ address: addresses[0] ?? "", code: "ETIMEDOUT" }]));
    const giveUp = setTimeout(tooLate, giveUpAfterMs);

    function settle(outcome: Socket | ClientFailure): void {
      settled = true;
      clearTimeout(nextAttempt);
      clearTimeout(giveUp);
      forget();
      for (const socket of open) if (socket !== outcome) socket.destroy();
      open.clear();
      resolve(outcome);
    }

    function attempt(): void {
      clearTimeout(nextAttempt);
      const address = addresses[started];
      if (settled || address === undefined) return;
      started++;
      const socket = connect({ host: address, port: target.port, noDelay: true });
      open.add(socket);
      socket.once("connect", () => settle(socket));
      // On, not once: until its next owner listens, an error must not end the process.
      socket.on("error", (error) => {
        if (settled) return;
        open.delete(socket);
        failed.push({ address, code: errorCode(error) });
        if (started < addresses.length) attempt();
        else if (open.size === 0) settle(describe(target, failed));
      });
      nextAttempt = setTimeout(attempt, nextAttemptAfterMs);
    }

    if (deadline.isOver) return tooLate();
    forget = deadline.whenOver(tooLate);
    attempt();
  });
}

/** The attempt that says most: one that reached a machine, before one that found no way. */
function describe(target: ScanTarget, failed: readonly Attempt[]): ClientFailure {
  const telling = failed.find(({ code }) => code === "ECONNREFUSED" || code === "ECONNRESET") ?? failed[0];
  const address = telling?.address ?? "";
  const code = telling?.code ?? "";
  const where = target.isAddress ? `${address} port ${target.port}` : `${target.host} (${address} port ${target.port})`;
  switch (code) {
    case "ECONNREFUSED":
      return failure(
        "refused",
        `${where} refuses connections: nothing listens there, or a firewall turns them away. Check the port and that the server runs.`,
      );
    case "ECONNRESET":
      return failure("reset", `${where} reset the connection before it was open. Try again later.`);
    case "ETIMEDOUT":
      return failure(
        "timeout",
        `${where} did not accept a connection in time: no machine is there, or a firewall drops packets. Check the address.`,
      );
    default:
      return failure(
        "unreachable",
        `${where} cannot be reached from here (${code}): there is no route to it. Check the address and this machine's network.`,
      );
  }
}
