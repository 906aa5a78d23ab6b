// Starts the chat page and joins its parts.

import { Conversation } from "./conversation.js";
import { button, icon, make, paragraphs } from "./dom.js";
import { hearHost, isEmbedded, tellHost } from "./host.js";
import { loadStrings, pickLanguage, say } from "./strings.js";
import { IDLE_MS } from "./store.js";
import { applyAccent } from "./theme.js";
import { Announcer, Transcript } from "./transcript.js";

const LONGEST = 2000;
const COUNT_FROM = 1600;
const DOUBLE_MS = 800;
const WARN_MS = 2 * 60 * 1000;
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
const box = $("text");
let idleTimer;
let touched = 0;

/** Wipes everything said, then replaces the page so that going back does not lead here. */
function leave() {
  conversation.end();
  announcer.silence();
  for (const part of [$("log"), $("status"), $("error")]) part.replaceChildren();
  box.value = "";
  const target = $("leave").href;
  if (!isEmbedded) return location.replace(target);
  tellHost("leave", { url: target });
  // A host page without the launcher does not answer.
  return setTimeout(() => window.top.location.replace(target), 100);
}

function showLanguage() {
  const { language } = conversation;
  const page = document.documentElement;
  page.lang = language;
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
}

async function speak(language) {
  await loadStrings(language);
  showLanguage();
}

function showStatus(...parts) {
  $("status").replaceChildren(...parts);
  $("status").hidden = !parts.length;
}

function showError(text) {
  $("error").textContent = text;
  $("error").hidden = !text;
  if (text) {
    box.setAttribute("aria-invalid", "true");
    box.setAttribute("aria-describedby", "error note count");
    announcer.polite(text);
  } else {
    box.removeAttribute("aria-invalid");
    box.setAttribute("aria-describedby", "note count");
  }
}

/** The textarea as high as its text, the counter when the end is near. */
function fitBox() {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight + 2, 200)}px`;
  const left = LONGEST - box.value.length;
  $("count").textContent = left < 0 ? say("count_over", { n: -left }) : box.value.length >= COUNT_FROM ? say("count_left", { n: left }) : "";
  $("count").classList.toggle("over", left < 0);
}

function submit() {
  const text = box.value.trim();
  showError("");
  if (!text) return showError(say("empty"));
  if (box.value.length > LONGEST) return showError(say("too_long", { n: box.value.length - LONGEST }));
  box.value = "";
  conversation.setDraft("");
  fitBox();
  return conversation.send({ text });
}

/** What went wrong, in the server's words when it has any, and the way on. */
function showTrouble({ kind, problem }) {
  const own = navigator.onLine ? say(kind === "over" ? "over" : kind === "refused" ? "failed" : "stuck") : say("offline");
  const words = [problem?.title, problem?.detail].filter(Boolean);
  const lines = words.length ? words.map((text) => make("p", {}, text)) : paragraphs(own);
  const again = kind === "over" ? button(say("restart"), () => conversation.restart(), { class: "primary" })
    : kind === "refused" ? null : button(say("retry"), () => conversation.retry(), { class: "primary" });
  const numbers = (problem?.numbers ?? []).map((entry) => make("li", {}, `${entry.name} `,
    make("a", { href: `tel:${entry.tel}` }, entry.display)));
  showStatus(make("div", { class: "block notice trouble" }, ...lines, numbers.length ? make("ul", {}, ...numbers) : null, again));
  announcer.polite(lines.map((line) => line.textContent).join(" "));
  if (box.value !== conversation.draft) {
    box.value = conversation.draft;
    fitBox();
  }
}

function showWaiting() {
  showStatus(make("p", { class: "waiting" }, say("waiting")));
}

function askRestart() {
  const stop = () => {
    showStatus();
    $("restart").focus();
  };
  const yes = button(say("restart_yes"), () => {
    conversation.restart();
    $("name").focus();
  }, { class: "primary" });
  showStatus(make("div", { class: "block notice" }, make("p", {}, say("restart_sure")),
    make("div", { class: "acts" }, yes, button(say("restart_no"), stop))));
  $("status").scrollIntoView({ block: "nearest" });
  yes.focus({ preventScroll: true });
}

/** Ends the talk after half an hour without use; two minutes before that it can be kept. */
function watchIdle() {
  clearTimeout(idleTimer);
  if (!conversation.used) return;
  const left = touched + IDLE_MS - Date.now();
  if (left <= 0) conversation.expire();
  else if (left <= WARN_MS) {
    showStatus(make("div", { class: "block notice" }, make("p", {}, say("expiring")), button(say("keep"), stay, { class: "primary" })));
    announcer.polite(say("expiring"));
    idleTimer = setTimeout(watchIdle, left);
  } else idleTimer = setTimeout(watchIdle, left - WARN_MS);
}

function stay() {
  const warned = touched + IDLE_MS - Date.now() <= WARN_MS;
  touched = Date.now();
  if (warned && !conversation.outbox.length && !conversation.trouble) showStatus();
  conversation.touch();
  watchIdle();
}

const REACTIONS = {
  opened() {
    showWaiting();
    $("restart").hidden = true;
  },
  sent() {
    showWaiting();
    showError("");
    $("gone").hidden = true;
    stay();
    $("restart").hidden = false;
  },
  slow() {
    const text = say(navigator.onLine ? "retrying" : "offline");
    showStatus(make("p", { class: "waiting" }, text));
    announcer.polite(text);
  },
  async answered() {
    $("plain").hidden = true;
    $("log").hidden = false;
    if (conversation.outbox.length) showWaiting();
    else showStatus();
    if (document.documentElement.lang !== conversation.language) await speak(conversation.language);
    transcript.present();
    $("strip").classList.toggle("raised", Boolean(conversation.last?.reply.emergency));
  },
  failed() {
    $("plain").hidden = conversation.turns.length > 0;
    showTrouble(conversation.trouble);
  },
  changing() {
    const answer = conversation.turns[conversation.changing].sent.text;
    if (answer && conversation.last.reply.input?.type !== "place") {
      box.value = answer;
      fitBox();
    }
    showStatus();
    transcript.focusAnswers();
  },
  reset() {
    showStatus();
    $("plain").hidden = conversation.turns.length > 0;
    $("log").hidden = !conversation.turns.length;
    $("restart").hidden = !conversation.used;
    box.value = conversation.draft;
    fitBox();
    if (conversation.outbox.length) showWaiting();
  },
  expired() {
    box.value = "";
    $("gone").textContent = say("expired");
    $("gone").hidden = false;
    announcer.polite(say("expired"));
  },
};

conversation.addEventListener("change", ({ detail }) => {
  transcript.update();
  REACTIONS[detail]();
});

$("write").addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
box.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  submit();
});
box.addEventListener("input", () => {
  fitBox();
  showError("");
  conversation.setDraft(box.value);
});

let escaped = -Infinity;
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.repeat) return;
  if (event.timeStamp - escaped < DOUBLE_MS) leave();
  escaped = event.timeStamp;
});
for (const type of ["keydown", "pointerdown"]) {
  addEventListener(type, () => Date.now() - touched > 5000 && conversation.used && stay(), { passive: true });
}
document.addEventListener("visibilitychange", watchIdle);
// A page brought back by the browser after leaving is empty: begin again.
addEventListener("pageshow", (event) => event.persisted && (conversation.turns.length ? watchIdle() : location.reload()));
addEventListener("online", () => conversation.trouble?.kind === "stuck" && conversation.retry());

$("leave").addEventListener("click", (event) => {
  event.preventDefault();
  leave();
});
$("close").addEventListener("click", () => tellHost("close"));
$("restart").addEventListener("click", askRestart);
$("language").addEventListener("click", async () => {
  const language = pickLanguage(conversation.language === "sv" ? "en" : "sv");
  await speak(language);
  conversation.setLanguage(language);
  transcript.update();
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

applyAccent(site.accent);
if (/^https?:/.test(site.exit ?? "")) $("leave").href = site.exit;
await speak(conversation.language);
$("skip").hidden = $("write").hidden = false;
$("close").hidden = !isEmbedded;
fitBox();
conversation.begin();
touched = conversation.usedAt;
watchIdle();
tellHost("ready");
