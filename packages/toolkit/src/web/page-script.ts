/**
 * What runs in the visitor's browser; every page is whole without it. It is one function without imports, so that its source
 * is the script. No markup is ever made from text: Trusted Types would refuse it.
 */
function runInPage(): void {
  for (const block of document.querySelectorAll<HTMLElement>("[data-copy]")) addCopyButton(block);
  const running = document.querySelector<HTMLElement>("[data-events]");
  if (running?.dataset.events !== undefined) followProgress(running.dataset.events);

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
