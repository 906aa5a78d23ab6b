// The person's own plan: on screen, on paper, as text and as a reminder. Made here, kept nowhere.

import { button, icon, make, markSwedish, ours } from "./dom.js";
import { say } from "./strings.js";

const DAY_MS = 24 * 60 * 60 * 1000;

/** What a section holds: lines of text, and contacts as they came. */
const linesOf = (section) => [...(section.items ?? []), ...(section.contacts ?? [])];

/** Opening hours are said as of now, so the plan says when that was. */
function foot(made) {
  const lang = document.documentElement.lang;
  return say("plan_foot", { date: made.toLocaleString(lang, { dateStyle: "long", timeStyle: "short" }) });
}

/** What stands beside a contact's numbers: the hours, and that an invented contact is one. */
const asides = (contact) => [contact.open?.text, contact.invented ? contact.note : null].filter(Boolean);

/** The word beside a number; that it takes texts only is said in the words of the interface. */
const noteOf = (phone) => (phone.note === "sms" ? say("sms") : phone.note);

/** One line of the plan as plain text; a contact is its name, numbers and hours. */
function lineText(item) {
  if (typeof item === "string") return item;
  const numbers = (item.phones ?? []).map((phone) => [phone.display, noteOf(phone)].filter(Boolean).join(" "));
  return [item.name, ...numbers, ...asides(item)].join(", ");
}

export function planText({ title, sections }, made = new Date()) {
  const parts = sections.filter((section) => linesOf(section).length).map(
    (section) => [section.title, ...linesOf(section).map((item) => `- ${lineText(item)}`)].join("\n"));
  return [title, ...parts, foot(made)].join("\n\n") + "\n";
}

const pad = (number) => String(number).padStart(2, "0");
const dayCode = (date) => `${date.getFullYear()}${pad(date.getMonth() + 1)}${pad(date.getDate())}`;

/**
 * An all-day reminder (RFC 5545). It says nothing about whom or what: other people may see the calendar.
 * `day` is YYYY-MM-DD.
 */
export function planCalendar(day, now = new Date()) {
  const start = new Date(`${day}T12:00:00`);
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, "");
  const escaped = (text) => text.replace(/[\\;,]/g, "\\$&").replace(/\n/g, "\\n");
  return [
    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Samtalskompassen//SV", "BEGIN:VEVENT",
    `UID:${stamp}-${dayCode(start)}@samtalskompassen`, `DTSTAMP:${stamp}`,
    `DTSTART;VALUE=DATE:${dayCode(start)}`, `DTEND;VALUE=DATE:${dayCode(new Date(start.getTime() + DAY_MS))}`,
    `SUMMARY:${escaped(say("plan_calendar_title"))}`, `DESCRIPTION:${escaped(say("plan_calendar_text"))}`,
    "CLASS:PRIVATE", "TRANSP:TRANSPARENT", "END:VEVENT", "END:VCALENDAR", "",
  ].join("\r\n");
}

function save(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = make("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

function print(node) {
  const done = () => {
    node.classList.remove("printed");
    document.body.classList.remove("printing");
  };
  addEventListener("afterprint", done, { once: true });
  node.classList.add("printed");
  document.body.classList.add("printing");
  window.print();
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function lineNode(item) {
  if (typeof item === "string") return make("li", {}, item);
  const numbers = (item.phones ?? []).flatMap((phone) => [
    " ", phone.tel ? make("a", { href: `${phone.note === "sms" ? "sms" : "tel"}:${phone.tel}` }, phone.display) : phone.display, noteOf(phone) ? ` ${noteOf(phone)}` : ""]);
  return markSwedish(make("li", {}, make("strong", {}, item.name), ...numbers, ...asides(item).map((text) => make("span", { class: "aside" }, text))), item.swedish);
}

/** The plan with its actions; `announce` reads what happened aloud. */
export function planNode(message, announce) {
  const sections = message.sections.filter((section) => linesOf(section).length);
  const made = new Date();
  const told = ours("p", { class: "told fine" });
  const tell = (text) => {
    told.textContent = text;
    announce(text);
  };
  const soon = new Date(Date.now() + 7 * DAY_MS);
  const day = make("input", {
    type: "date", id: `day-${crypto.getRandomValues(new Uint32Array(1))[0]}`,
    value: `${soon.getFullYear()}-${pad(soon.getMonth() + 1)}-${pad(soon.getDate())}`,
  });
  const node = make("section", { class: "block plan" },
    make("h2", {}, icon("plan"), message.title),
    ...sections.map((section) => make("div", { class: "part" }, make("h3", {}, section.title),
      make("ul", {}, ...linesOf(section).map(lineNode)))),
    ours("p", { class: "foot" }, foot(made)),
    ours("div", { class: "acts" },
      button(say("plan_print"), () => print(node), { class: "primary" }),
      button(say("plan_copy"), async () => tell(say(await copy(planText(message, made)) ? "plan_copied" : "plan_copy_failed"))),
      button(say("plan_text"), () => {
        save(`${say("plan_file")}.txt`, "text/plain", planText(message, made));
        tell(say("plan_saved"));
      })),
    ours("div", { class: "acts" }, make("label", { for: day.id }, say("plan_date")), day,
      button(say("plan_calendar"), () => {
        if (!day.value) return tell(say("plan_date_missing"));
        save(`${say("plan_calendar_file")}.ics`, "text/calendar", planCalendar(day.value));
        return tell(say("plan_saved"));
      })),
    told);
  return node;
}
