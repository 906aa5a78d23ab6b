// The conversation on the page: what was answered, what came back, and what can be answered now.

import { button, make } from "./dom.js";
import { messageNode } from "./messages.js";
import { placeForm } from "./place.js";
import { say } from "./strings.js";

// Answers as short as "Jag vet inte" stand beside each other.
const SHORT = 14;

/** Every word of an element, in order, with pauses between its parts, and Swedish words in it as such. */
function spoken(node) {
  const words = [];
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  let before = null;
  while (walker.nextNode()) {
    const { data, parentNode } = walker.currentNode;
    if (!data.trim()) continue;
    const swedish = parentNode.matches(".swedish");
    const part = swedish ? parentNode.parentNode : parentNode;
    // Around marked words the sentence goes on.
    if (words.length && !(part === before && part.querySelector(":scope > .swedish"))) {
      words.push(/[.?!:]\s*$/.test(words.at(-1).textContent ?? words.at(-1)) ? " " : ". ");
    }
    words.push(swedish ? make("span", { lang: "sv" }, data) : data);
    before = part;
  }
  return words;
}

/** Reads each thing once: `polite` after what is being read, `urgent` at once. */
export class Announcer {
  #polite = document.getElementById("polite");
  #assertive = document.getElementById("assertive");

  polite = (text, lang = "", dir = "") => this.#read(this.#polite, [make("p", { lang: lang || null, dir: dir || null }, text)]);

  reply(nodes, urgent, choices) {
    const lines = nodes.map((node) => make("p", { lang: node.lang, dir: node.dir }, ...spoken(node)));
    if (choices) lines.push(make("p", {}, say("choices", { n: choices })));
    this.#read(urgent ? this.#assertive : this.#polite, lines);
  }

  silence() {
    this.#polite.replaceChildren();
    this.#assertive.replaceChildren();
  }

  #read(region, lines) {
    region.replaceChildren(...lines);
    // Read already; left here it would be met a second time by someone who reads the page.
    setTimeout(() => lines.forEach((line) => line.remove()), 6000);
  }
}

export class Transcript {
  #root;
  #conversation;
  #announcer;
  #blocks = new Map();
  #answers = null;

  constructor(root, conversation, announcer) {
    this.#root = root;
    this.#conversation = conversation;
    this.#announcer = announcer;
  }

  /** Brings the page in line with the conversation; what stands there already is not touched. */
  update() {
    const { shown, outbox } = this.#conversation;
    const wanted = [];
    for (const turn of shown) {
      if (turn.sent) wanted.push(this.#own(turn, false));
      wanted.push(this.#reply(turn));
    }
    for (const own of outbox) if (own.sent) wanted.push(this.#own(own, true));
    this.#answers = this.#answerArea();
    if (this.#answers) wanted.push(this.#answers);
    for (const node of [...this.#root.children]) if (!wanted.includes(node)) node.remove();
    wanted.forEach((node, index) => {
      if (this.#root.children[index] !== node) this.#root.insertBefore(node, this.#root.children[index] ?? null);
    });
    for (const [key, node] of this.#blocks) if (!node.isConnected) this.#blocks.delete(key);
  }

  /** Makes everything anew, in the words of the language now spoken. */
  rebuild() {
    this.#blocks.clear();
    this.update();
  }

  /** Reads the newest reply aloud and brings its beginning into view. */
  present() {
    const turn = this.#conversation.last;
    const node = this.#blocks.get(`reply ${turn.id}`);
    const urgent = Boolean(turn.reply.emergency);
    this.#announcer.reply([...node.children], urgent, turn.reply.choices?.length ?? 0);
    const first = this.#blocks.get(`own ${turn.id}`) ?? node;
    if (turn.sent) first.scrollIntoView({ block: "start" });
  }

  /** What was pressed disappears; the focus goes to what it became, so that the next Tab meets what comes after. */
  #act(own) {
    if (!this.#conversation.send(own)) return;
    this.#blocks.get(`own ${this.#conversation.outbox.at(-1)?.id}`)?.focus({ preventScroll: true });
  }

  focusAnswers() {
    this.#answers?.focus();
  }

  #own(turn, pending) {
    const node = this.#block(`own ${turn.id}`, () => {
      const answer = turn.sent.title ?? turn.sent.text;
      const change = button(say("change"), () => this.#conversation.change(turn.id), { class: "quiet change" });
      change.append(make("span", { class: "unseen" }, ` ${say("change_which", { answer })}`));
      return make("div", { class: turn.sent.choice ? "own chosen" : "own", tabindex: "-1" },
        make("p", {}, make("span", { class: "label" }, say(turn.sent.choice ? "you_chose" : "you_wrote")), " ",
          make("span", { class: "answer", dir: "auto", lang: turn.sent.lang }, answer)),
        change, make("p", { class: "fine later" }, say("queued")));
    });
    node.classList.toggle("pending", pending);
    node.querySelector(".change").hidden = pending || this.#conversation.outbox.length > 0;
    node.querySelector(".later").hidden = !pending || this.#conversation.outbox[0]?.id === turn.id;
    return node;
  }

  #reply(turn) {
    return this.#block(`reply ${turn.id}`, () => make("div", { class: "reply" },
      ...turn.reply.messages.map((message) => messageNode(message, this.#announcer.polite))));
  }

  #block(key, build) {
    if (!this.#blocks.has(key)) this.#blocks.set(key, build());
    return this.#blocks.get(key);
  }

  /** The ways to answer now; none while an answer is on its way. */
  #answerArea() {
    const { last, outbox, changing } = this.#conversation;
    if (!last || outbox.length) return null;
    const { choices = [], input } = last.reply;
    const parts = [];
    if (changing !== null) {
      parts.push(make("div", { class: "block notice changing" }, make("p", {}, say("changing")),
        button(say("change_undo"), () => this.#conversation.undoChange(), { class: "quiet" })));
    }
    if (input?.type === "place") {
      parts.push(placeForm((text) => this.#act({ text }), this.#announcer.polite));
    }
    if (choices.length) {
      const short = choices.length < 4 && choices.every((choice) => choice.title.length <= SHORT);
      parts.push(make("ul", { class: short ? "choices short" : "choices", role: "list" }, ...choices.map((choice) => make("li", {},
        button(choice.title, () => this.#act({ choice: choice.id, title: choice.title, lang: choice.lang ?? last.reply.language }), { class: "choice", lang: choice.lang, dir: "auto" })))));
    }
    return parts.length ? make("div", { class: "answers", tabindex: "-1" }, ...parts) : null;
  }
}
