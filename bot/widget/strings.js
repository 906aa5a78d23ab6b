// The interface's own words, in the language chosen.

const LANGUAGES = ["sv", "en"];
let strings = {};

/** The language to speak: the wanted one if there is one, otherwise Swedish. */
export function pickLanguage(wanted) {
  const short = String(wanted ?? "").slice(0, 2).toLowerCase();
  return LANGUAGES.includes(short) ? short : "sv";
}

/** Fetches the words of a language; they stay as they were if that fails. */
export async function loadStrings(language) {
  const answer = await fetch(new URL(`strings.${language}.json`, import.meta.url));
  if (!answer.ok) throw new Error(`strings.${language}.json: ${answer.status}`);
  strings = await answer.json();
}

/** A text by name, with {name} filled in. */
export function say(name, values = {}) {
  return (strings[name] ?? "").replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}
