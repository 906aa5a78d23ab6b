// What goes on below the conversation: waiting, what went wrong, and questions from the page itself.

import { button, make, paragraphs } from "./dom.js";
import { say } from "./strings.js";

export class Status {
  #root = document.getElementById("status");
  #announcer;

  constructor(announcer) {
    this.#announcer = announcer;
  }

  clear() {
    this.#show();
  }

  wait(text = say("waiting")) {
    this.#show(make("p", { class: "waiting" }, text));
  }

  /** No answer for a while. */
  delay() {
    const text = say(navigator.onLine ? "retrying" : "offline");
    this.wait(text);
    this.#announcer.polite(text);
  }

  /** What went wrong, in the server's words when it has any, and the way on. */
  trouble({ kind, problem }, conversation) {
    const own = navigator.onLine ? say(kind === "over" ? "over" : kind === "refused" ? "failed" : "stuck") : say("offline");
    const words = [problem?.title, problem?.detail].filter(Boolean);
    const lines = words.length ? words.map((text) => make("p", {}, text)) : paragraphs(own);
    const again = kind === "over" ? button(say("restart"), () => conversation.restart(conversation.draft), { class: "primary" })
      : kind === "refused" ? null : button(say("retry"), () => conversation.retry(), { class: "primary" });
    const numbers = (problem?.numbers ?? []).map((entry) => make("li", {}, `${entry.name} `,
      make("a", { href: `tel:${entry.tel}` }, entry.display)));
    this.#show(make("div", { class: "block notice trouble" }, ...lines, numbers.length ? make("ul", {}, ...numbers) : null, again));
    this.#announcer.polite(lines.map((line) => line.textContent).join(" "));
  }

  askRestart(restart, stop) {
    const yes = button(say("restart_yes"), restart, { class: "primary" });
    const no = button(say("restart_no"), () => {
      this.clear();
      stop();
    });
    this.#show(make("div", { class: "block notice" }, make("p", {}, say("restart_sure")), make("div", { class: "acts" }, yes, no)));
    yes.focus({ preventScroll: true });
  }

  warnOfEnd(keep) {
    this.#show(make("div", { class: "block notice" }, make("p", {}, say("expiring")), button(say("keep"), keep, { class: "primary" })));
    this.#announcer.polite(say("expiring"));
  }

  #show(...parts) {
    this.#root.replaceChildren(...parts);
    this.#root.hidden = !parts.length;
    // Below the fold, what has just been written and what goes on with it would not be seen.
    this.#root.scrollIntoView({ block: "nearest" });
  }
}
