/**
 * What runs in the visitor's browser; every page is whole without it. It is one function without imports, so that its source
 * is the script. No markup is ever made from text: Trusted Types would refuse it.
 */
function runInPage(): void {
  for (const block of document.querySelectorAll<HTMLElement>("[data-copy]")) addCopyButton(block);
  const running = document.querySelector<HTMLElement>("[data-events]");
  if (running?.dataset.events !== undefined) followProgress(running.dataset.events);

  const instant = document.querySelector<HTMLFormElement>("form[data-instant]");
  if (instant !== null) answerAtOnce(instant);

  /** Sends the form as it is changed, and puts the new answer in place of the old one. */
  function answerAtOnce(form: HTMLFormElement): void {
    let waiting: ReturnType<typeof setTimeout> | undefined;
    let asking: XMLHttpRequest | undefined;
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, 150);
    });
    form.addEventListener("change", ask);

    function ask(): void {
      clearTimeout(waiting);
      asking?.abort();
      const request = new XMLHttpRequest();
      asking = request;
      request.open("POST", form.action);
      request.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
      // A document of its own, in which nothing runs.
      request.responseType = "document";
      request.addEventListener("load", () => {
        const id = form.dataset.instant ?? "";
        const answer = request.responseXML?.getElementById(id);
        const shown = document.getElementById(id);
        if (answer == null || shown === null) return;
        shown.replaceWith(document.adoptNode(answer));
        const { pathname, search } = new URL(request.responseURL);
        history.replaceState(null, "", pathname + search);
      });
      request.send(
        new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)])).toString(),
      );
    }
  }

  function addCopyButton(block: HTMLElement): void {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(block.textContent ?? "");
        button.textContent = "Copied";
      } catch {
        // No permission, or not a secure context: the text is selected, ready for the keyboard.
        getSelection()?.selectAllChildren(block);
        button.textContent = "Selected";
      }
      setTimeout(() => {
        button.textContent = "Copy";
      }, 2_000);
    });
    block.after(button);
  }

  function followProgress(path: string): void {
    const progress = document.getElementById("progress");
    const events = new EventSource(path);
    events.addEventListener("progress", (event) => {
      if (progress !== null) progress.textContent = JSON.parse(event.data).message;
    });
    events.addEventListener("done", () => {
      events.close();
      location.reload();
    });
    // EventSource tries again by itself after a lost connection, but not after an answer that is no event stream.
    events.addEventListener("error", () => {
      if (events.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 2_000);
    });
  }
}

/** The script as it is served. */
export const pageScript: string = `"use strict";\n(${runInPage.toString()})();\n`;
