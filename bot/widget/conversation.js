// What has been said, and sending the next thing exactly once and in order.

import { forget, keep, recall } from "./store.js";
import { post } from "./transport.js";

/** A hard-to-guess id; `crypto.randomUUID` does not exist on plain http. */
function newId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Turns are `{id, sent, reply}`: `sent` is what the person did (`null` for the opening), `reply` the server's answer
 * with the sealed state after it. Emits `change` events whose detail names what happened:
 * opened, sent, slow, answered, failed, changing, reset, expired.
 */
export class Conversation extends EventTarget {
  turns = [];
  outbox = [];
  draft = "";
  changing = null;
  trouble = null;
  busy = false;
  used = false;
  usedAt = Date.now();
  #start;
  #ending = new AbortController();

  /** `start`: site, language, topic and municipality as the page's address gives them. */
  constructor(start) {
    super();
    this.#start = start;
    this.language = start.language;
  }

  /** Goes on where this tab was, or opens a new conversation. */
  begin() {
    const kept = recall();
    if (kept && kept !== "expired" && kept.site === this.#start.site) {
      Object.assign(this, { turns: kept.turns, outbox: kept.outbox, draft: kept.draft, language: kept.language });
      Object.assign(this, { used: true, usedAt: kept.used });
      this.#tell("reset");
      this.#pump();
      return;
    }
    this.#openNew();
    if (kept === "expired") this.#tell("expired");
  }

  /** The turns to show: those before the answer being changed, otherwise all. */
  get shown() {
    return this.changing === null ? this.turns : this.turns.slice(0, this.changing);
  }

  get last() {
    return this.shown.at(-1);
  }

  /** Sends `{text}` or `{choice, title}`; a choice that is no longer offered, or while waiting, is ignored. */
  send(own) {
    const offered = this.last?.reply.choices?.some((choice) => choice.id === own.choice);
    if (own.choice && (this.outbox.length || !offered)) return false;
    if (this.changing !== null) this.turns = this.shown;
    this.changing = null;
    this.used = true;
    this.outbox.push({ id: newId(), sent: own });
    this.#save();
    this.#tell("sent");
    this.#pump();
    return true;
  }

  retry() {
    this.trouble = null;
    this.#tell("sent");
    this.#pump();
  }

  /** Shows the conversation as it was before the answer of a turn, until it is answered anew or undone. */
  change(id) {
    if (this.outbox.length) return;
    this.changing = this.turns.findIndex((turn) => turn.id === id);
    this.#tell("changing");
  }

  undoChange() {
    this.changing = null;
    this.#tell("reset");
  }

  /** Begins again; only a `draft` given is kept. */
  restart(draft = "") {
    this.end();
    this.draft = draft;
    this.#openNew();
    this.setDraft(draft);
  }

  /** Says the opening in another language while nothing has been said; later the next answer comes in it. */
  setLanguage(language) {
    this.language = language;
    if ([...this.turns, ...this.outbox].some(({ sent }) => sent)) this.#save();
    else this.restart(this.draft);
  }

  setDraft(text) {
    this.draft = text;
    if (text) this.used = true;
    if (this.used) this.#save();
  }

  /** The person is here: puts off the end by another half hour. */
  touch() {
    if (this.used) this.#save();
  }

  /** Forgets everything, also what is on its way. */
  end() {
    this.#ending.abort();
    this.#ending = new AbortController();
    forget();
    Object.assign(this, { turns: [], outbox: [], draft: "", changing: null, trouble: null, busy: false, used: false });
  }

  expire() {
    this.restart();
    this.#tell("expired");
  }

  #openNew() {
    this.outbox = [{ id: newId(), sent: null }];
    this.#tell("opened");
    this.#pump();
  }

  #save() {
    const { turns, outbox, draft, language } = this;
    keep({ turns, outbox, draft, language, site: this.#start.site });
  }

  #tell(what) {
    this.dispatchEvent(new CustomEvent("change", { detail: what }));
  }

  #body({ id, sent }) {
    const { site, topic, municipality } = this.#start;
    const body = { state: this.turns.at(-1)?.reply.state ?? null, message_id: id, language: this.language };
    if (site) body.site = site;
    if (!sent && topic) body.topic = topic;
    if (!sent && municipality) body.municipality = municipality;
    if (sent?.choice) body.choice = sent.choice;
    else if (sent) body.text = sent.text;
    return body;
  }

  async #pump() {
    if (this.busy) return;
    const ending = this.#ending;
    this.busy = true;
    while (this.outbox.length) {
      const own = this.outbox[0];
      let reply;
      try {
        reply = await post(this.#body(own), { signal: ending.signal, onSlow: () => this.#tell("slow") });
      } catch (error) {
        if (ending.signal.aborted) return;
        this.busy = false;
        this.#fail(error);
        return;
      }
      if (ending.signal.aborted) return;
      this.outbox.shift();
      this.turns.push({ ...own, reply });
      this.trouble = null;
      if (reply.language) this.language = reply.language;
      if (this.used) this.#save();
      this.#tell("answered");
    }
    this.busy = false;
  }

  /** What was refused goes back into the box; what could not be delivered waits for another try. */
  #fail({ kind = "stuck", problem = null }) {
    this.trouble = { kind, problem };
    if (kind === "refused" || kind === "over") {
      const unsent = this.outbox.map((own) => own.sent?.text).filter(Boolean);
      this.draft = [...unsent, this.draft].filter(Boolean).join("\n");
      this.outbox = [];
      if (this.used) this.#save();
    }
    this.#tell("failed");
  }
}
