// The box to write in: as high as its text, counted when long, never emptied by anything but sending.

import { say } from "./strings.js";

const LONGEST = 2000;
const COUNT_FROM = 1600;

export class Writing {
  #conversation;
  #announcer;
  #box = document.getElementById("text");
  #error = document.getElementById("error");
  #count = document.getElementById("count");

  constructor(conversation, announcer) {
    this.#conversation = conversation;
    this.#announcer = announcer;
    document.getElementById("write").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.#box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#send();
    });
    this.#box.addEventListener("input", () => {
      this.#fit();
      this.complain("");
      conversation.setDraft(this.#box.value);
    });
  }

  focus() {
    this.#box.focus();
  }

  /** Shows what is kept as a draft. */
  showDraft() {
    this.fill(this.#conversation.draft);
  }

  /** An answer to change, unless something else is being written. */
  offer(text) {
    if (!this.#box.value) this.fill(text);
  }

  fill(text) {
    if (this.#box.value !== text) this.#box.value = text;
    this.#fit();
  }

  /** Says what is wrong with the text; nothing is when `text` is empty. */
  complain(text) {
    this.#error.textContent = text;
    this.#error.hidden = !text;
    this.#box.setAttribute("aria-describedby", text ? "error note count" : "note count");
    if (text) {
      this.#box.setAttribute("aria-invalid", "true");
      this.#announcer.polite(text);
    } else this.#box.removeAttribute("aria-invalid");
  }

  #fit() {
    this.#box.style.height = "auto";
    this.#box.style.height = `${Math.min(this.#box.scrollHeight + 2, 200)}px`;
    const { length } = this.#box.value;
    const left = LONGEST - length;
    this.#count.textContent = left < 0 ? say("count_over", { n: -left }) : length >= COUNT_FROM ? say("count_left", { n: left }) : "";
    this.#count.classList.toggle("over", left < 0);
  }

  #send() {
    const text = this.#box.value.trim();
    const over = this.#box.value.length - LONGEST;
    if (!text || over > 0) return this.complain(text ? say("too_long", { n: over }) : say("empty"));
    this.complain("");
    this.fill("");
    this.#conversation.setDraft("");
    return this.#conversation.send({ text });
  }
}
