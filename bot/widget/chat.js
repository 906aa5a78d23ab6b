// Starts the chat page and joins its parts.

import { Conversation } from "./conversation.js";
import { icon, make } from "./dom.js";
import { hearHost, isEmbedded, tellHost } from "./host.js";
import { Status } from "./status.js";
import { IDLE_MS } from "./store.js";
import { loadStrings, pickLanguage, say } from "./strings.js";
import { Announcer, Transcript } from "./transcript.js";
import { Writing } from "./writing.js";

const DOUBLE_MS = 800;
const WARN_MS = 2 * 60 * 1000;
const PROBE_MS = 10000;
const $ = (id) => document.getElementById(id);

const address = new URLSearchParams(location.search);
const site = JSON.parse(document.querySelector("meta[name=samtals-site]").content || "{}");
/** A value of the address; a mistyped one is as good as none. */
const named = (name) => /^[\w.-]{1,64}$/.exec(address.get(name) ?? "")?.[0];
const conversation = new Conversation({
  site: named("site"),
  topic: named("topic"),
  municipality: named("kommun"),
  language: pickLanguage(address.get("lang") || site.language),
});
const announcer = new Announcer();
const transcript = new Transcript($("log"), conversation, announcer);
const status = new Status(announcer);
const writing = new Writing(conversation, announcer);
let idleTimer;
let probeTimer;
let touched = 0;

/** Wipes everything said and hides the page at once, then replaces it so that going back does not lead here. */
function leave() {
  conversation.end();
  announcer.silence();
  $("log").replaceChildren();
  status.clear();
  writing.complain("");
  writing.fill("");
  const { host, href } = $("leave");
  document.title = host;
  document.documentElement.hidden = true;
  if (!isEmbedded) return location.replace(href);
  tellHost("leave", { url: href });
  // A host page without the launcher does not answer.
  return setTimeout(() => window.top.location.replace(href), 100);
}

async function speak(language) {
  await loadStrings(language);
  document.documentElement.lang = language;
  const texts = {
    skip: "skip", language: "language", restart: "restart", leave: "leave", "strip-danger": "strip_danger",
    "strip-young": "strip_young", "text-label": "text_label", send: "send", note: "note",
  };
  for (const [id, name] of Object.entries(texts)) $(id).textContent = say(name);
  $("language").lang = language === "sv" ? "en" : "sv";
  $("leave").title = say("leave_hint");
  $("close").replaceChildren(icon("close"), make("span", { class: "unseen" }, say("close")));
  $("strip").setAttribute("aria-label", say("strip"));
  $("log").setAttribute("aria-label", say("log"));
  transcript.rebuild();
}

/** Ends the talk after half an hour without use; two minutes before that it can be kept. */
function watchIdle() {
  clearTimeout(idleTimer);
  if (!conversation.used) return;
  const left = touched + IDLE_MS - Date.now();
  if (left <= 0) conversation.expire();
  else if (left <= WARN_MS) {
    status.warnOfEnd(stay);
    idleTimer = setTimeout(watchIdle, left);
  } else idleTimer = setTimeout(watchIdle, left - WARN_MS);
}

function stay() {
  const warned = touched + IDLE_MS - Date.now() <= WARN_MS;
  touched = Date.now();
  if (warned && !conversation.outbox.length && !conversation.trouble) status.clear();
  conversation.touch();
  watchIdle();
}

const isStuck = () => conversation.trouble?.kind === "stuck";

/** Looks now and then whether the service is back, so that what waits is sent without a press. */
async function probe() {
  const answer = isStuck() && await fetch("health/ready").catch(() => null);
  if (!isStuck()) return;
  if (answer?.ok) conversation.retry();
  else watchService();
}

function watchService() {
  clearTimeout(probeTimer);
  probeTimer = setTimeout(probe, PROBE_MS);
}

const REACTIONS = {
  opened() {
    status.wait();
    $("restart").hidden = true;
    writing.showDraft();
  },
  sent() {
    status.wait();
    writing.complain("");
    $("gone").hidden = true;
    stay();
    $("restart").hidden = false;
  },
  slow() {
    status.delay();
  },
  async answered() {
    $("plain").hidden = true;
    $("log").hidden = false;
    if (conversation.outbox.length) status.wait();
    else status.clear();
    if (document.documentElement.lang !== conversation.language) await speak(conversation.language);
    transcript.present();
    $("strip").classList.toggle("raised", Boolean(conversation.last?.reply.emergency));
  },
  failed() {
    $("plain").hidden = conversation.turns.length > 0;
    status.trouble(conversation.trouble, conversation);
    writing.showDraft();
    watchService();
  },
  changing() {
    const answer = conversation.turns[conversation.changing].sent.text;
    if (answer && conversation.last.reply.input?.type !== "place") writing.offer(answer);
    status.clear();
    transcript.focusAnswers();
  },
  reset() {
    status.clear();
    $("plain").hidden = conversation.turns.length > 0;
    $("log").hidden = !conversation.turns.length;
    $("restart").hidden = !conversation.used;
    writing.showDraft();
    if (conversation.outbox.length) status.wait();
  },
  expired() {
    $("gone").textContent = say("expired");
    $("gone").hidden = false;
    announcer.polite(say("expired"));
  },
};

conversation.addEventListener("change", ({ detail }) => {
  transcript.update();
  REACTIONS[detail]();
});

let escaped = -Infinity;
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  // Esc also stops a page that is on its way: the one that is left for.
  event.preventDefault();
  if (event.repeat) return;
  if (event.timeStamp - escaped < DOUBLE_MS) leave();
  escaped = event.timeStamp;
});
for (const type of ["keydown", "pointerdown"]) {
  addEventListener(type, () => Date.now() - touched > 5000 && conversation.used && stay(), { passive: true });
}
document.addEventListener("visibilitychange", watchIdle);
// A page brought back by the browser after leaving is empty: begin again.
addEventListener("pageshow", (event) => event.persisted && (conversation.turns.length ? watchIdle() : location.reload()));
addEventListener("online", () => isStuck() && conversation.retry());

$("leave").addEventListener("click", (event) => {
  event.preventDefault();
  leave();
});
$("close").addEventListener("click", () => tellHost("close"));
$("restart").addEventListener("click", () => status.askRestart(() => {
  conversation.restart();
  $("name").focus();
}, () => $("restart").focus()));
$("language").addEventListener("click", async () => {
  const language = pickLanguage(conversation.language === "sv" ? "en" : "sv");
  await speak(language);
  conversation.setLanguage(language);
});
// Followed as a link it would leave an entry of its own in the history.
$("skip").addEventListener("click", (event) => {
  event.preventDefault();
  writing.focus();
});

hearHost((type) => {
  if (type === "leave") leave();
  else if (type === "opened") $("name").focus();
});

// What is stuck at top and bottom must never cover what has the focus.
const stuck = new ResizeObserver(() => {
  const low = getComputedStyle($("write")).position === "sticky" ? $("write").offsetHeight : 0;
  const high = getComputedStyle($("top")).position === "sticky" ? $("top").offsetHeight : $("strip").offsetHeight;
  document.documentElement.style.scrollPaddingBlock = `${high + 12}px ${low + 12}px`;
});
stuck.observe($("write"));
stuck.observe($("strip"));

for (const [scheme, colour] of Object.entries(site.accent ?? {})) {
  document.documentElement.style.setProperty(`--accent-${scheme}`, colour);
}
if (/^https?:/.test(site.exit ?? "")) $("leave").href = site.exit;
await speak(conversation.language);
$("skip").hidden = $("write").hidden = false;
$("close").hidden = !isEmbedded;
conversation.begin();
touched = conversation.usedAt;
watchIdle();
tellHost("ready");
