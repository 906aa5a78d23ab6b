// One message of a reply as elements, each kind with a look of its own.

import { icon, make, markSwedish, ours, paragraphs } from "./dom.js";
import { planNode } from "./plan.js";
import { say } from "./strings.js";

const list = (items, name = "ul") => make(name, {}, ...items.map((item) => make("li", {}, item)));

function textNode(message) {
  const parts = paragraphs(message.text);
  // The question is what the eye should find.
  if (parts.at(-1)?.textContent.endsWith("?")) parts.at(-1).className = "asks";
  return make("div", { class: "text" }, ...parts);
}

function noticeNode(message) {
  return make("div", { class: "block notice" }, icon("notice"), make("div", {},
    message.title ? make("h2", {}, message.title) : null, ...paragraphs(message.text)));
}

function phrasesNode(message) {
  return make("section", { class: "block phrases" }, make("h2", {}, icon("say"), message.title), list(message.items));
}

function avoidNode(message) {
  return make("section", { class: "block avoid" }, make("h2", {}, icon("avoid"), message.title), list(message.items));
}

/** Links to dial, one under the other. `whom` tells a screen reader who answers; some numbers take texts only. */
function phoneNodes(phones, whom) {
  return (phones ?? []).map((phone) => {
    const shown = phone.display || phone.tel;
    const texts = phone.note === "sms";
    const number = phone.tel
      ? make("a", { class: "dial", href: `${texts ? "sms" : "tel"}:${phone.tel}` }, icon(texts ? "say" : "phone"),
        ours("span", { class: "unseen" }, `${texts ? whom : say("call", { name: whom })} `), shown)
      : make("strong", {}, shown);
    return make("p", { class: "phone" }, number, texts ? ours("span", {}, say("sms")) : phone.note ? make("span", {}, phone.note) : null);
  });
}

/** The hours in the registry's words; the dot is only there for the eye. */
function openNode(open) {
  return open?.text ? make("p", { class: open.now ? "hours now" : "hours" }, open.text) : null;
}

/** A web address only if it is one: nothing else becomes a link. */
function linkNode(address, text) {
  if (!/^https?:\/\//i.test(address ?? "")) return null;
  return make("p", {}, ours("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, text));
}

/** The host name people know a web address by. */
function hostOf(address) {
  try {
    return new URL(address).hostname.replace(/^www\./, "");
  } catch {
    return address;
  }
}

function contactNode(message) {
  const { name } = message;
  const known = name.toLowerCase().includes((message.label ?? "").toLowerCase());
  const under = [known ? null : message.label, message.ages ? ours("span", {}, say("ages", { ages: message.ages })) : null].filter(Boolean);
  // An unconfirmed contact names its source in the note.
  const origin = message.verified_on ? say("verified", { date: message.verified_on })
    : message.confirmed && message.source ? say("source", { source: hostOf(message.source) }) : null;
  return make("section", { class: message.confirmed === false ? "block contact unsure" : "block contact" },
    make("h2", {}, name),
    under.length ? make("p", { class: "under" }, under[0], under[1] && " · ", under[1]) : null,
    message.why ? make("p", {}, message.why) : null,
    openNode(message.open),
    ...phoneNodes(message.phones, name),
    message.note ? make("p", {}, message.note) : null,
    message.what_happens ? make("div", { class: "happens" }, ours("h3", {}, say("what_happens")), ...paragraphs(message.what_happens)) : null,
    message.email ? make("p", {}, make("a", { href: `mailto:${message.email}` }, message.email),
      message.email_note ? make("span", { class: "aside" }, message.email_note) : null) : null,
    linkNode(message.url, say("site")),
    origin ? ours("p", { class: "fine" }, origin) : null);
}

/** A number in an emergency; `big` is the one to press, `brief` leaves its note to the words on relays. */
function emergencyNumber(entry, big, brief) {
  const phone = entry.phones?.[0];
  const { lang } = entry;
  if (!phone?.tel) return make("li", { lang }, [entry.name, phone?.display, phone?.note].filter(Boolean).join(" "));
  const beside = [entry.name, brief ? null : phone.note, entry.open?.text].filter((text) => text && text !== phone.display)
    .map((text) => (/[.?!]$/.test(text) ? text : `${text}.`)).join(" ");
  return markSwedish(make("li", {},
    ours("a", { class: big ? "dial big" : "dial", href: `tel:${phone.tel}` }, icon("phone"), say("emergency_call", { number: phone.display || phone.tel })),
    beside ? make("span", { lang }, beside) : null), entry.swedish);
}

function emergencyNode(message) {
  const numbers = (message.numbers ?? []).map((entry, index) => emergencyNumber(entry, !index, !index && message.relay));
  return make("section", { class: `block emergency ${message.level ?? "act"}` },
    make("h2", {}, icon("alarm"), message.title),
    numbers.length ? make("ul", { class: "numbers" }, numbers[0]) : null,
    message.steps?.length ? list(message.steps, "ol") : null,
    message.then ? make("p", {}, message.then) : null,
    numbers.length > 1 ? make("ul", { class: "numbers" }, ...numbers.slice(1)) : null,
    message.relay ? make("p", { class: "relay" }, message.relay) : null,
    message.question ? make("p", { class: "asks" }, message.question) : null);
}

const KINDS = {
  text: textNode,
  notice: noticeNode,
  phrases: phrasesNode,
  avoid: avoidNode,
  contact: contactNode,
  emergency: emergencyNode,
  plan: planNode,
};

/** A message as an element with its own language and direction; an unknown kind shows its text. */
export function messageNode(message, announce) {
  const node = (KINDS[message.type] ?? textNode)(message, announce);
  node.lang = message.lang || document.documentElement.lang;
  node.dir = message.dir || "auto";
  return markSwedish(node, message.swedish);
}
