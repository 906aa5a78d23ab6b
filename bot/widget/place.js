// Choosing a municipality or town: a combobox after the WAI-ARIA pattern (editable, list, manual selection).

import { make } from "./dom.js";
import { say } from "./strings.js";
import { findPlaces } from "./transport.js";

const PAUSE_MS = 150;
const SHORTEST = 2;

/** What a match is called: the municipality, or the town and the municipality it is in. */
export function placeName({ place, name }) {
  return place && place !== name ? `${place}, ${name}` : name;
}

/** The form for a place; `choose` gets the text to send, `announce` what to read aloud. */
export function placeForm(choose, announce) {
  const input = make("input", {
    id: "place", type: "text", role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
    "aria-controls": "places", "aria-describedby": "place-hint", autocomplete: "off", spellcheck: "false",
  });
  const list = make("ul", { id: "places", role: "listbox", "aria-label": say("place_label"), hidden: true });
  const hint = make("p", { id: "place-hint", class: "fine" }, say("place_hint"));
  const form = make("form", { class: "place", novalidate: true, autocomplete: "off" },
    make("label", { for: "place" }, say("place_label")),
    make("div", { class: "row" }, make("div", { class: "field" }, input, list),
      make("button", { type: "submit", class: "primary" }, say("place_send"))),
    hint);
  let matches = [];
  let active = -1;
  let timer;
  let asking = new AbortController();

  const options = () => [...list.children];

  function open(shown) {
    list.hidden = !shown;
    input.setAttribute("aria-expanded", String(shown));
    if (shown) list.scrollIntoView({ block: "nearest" });
    activate(-1);
  }

  function activate(index) {
    active = index;
    options().forEach((option, number) => option.setAttribute("aria-selected", String(number === index)));
    if (index < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", options()[index].id);
      options()[index].scrollIntoView({ block: "nearest" });
    }
  }

  function tell(text) {
    hint.textContent = text;
    announce(text);
  }

  function finish(text) {
    clearTimeout(timer);
    asking.abort();
    open(false);
    choose(text);
  }

  async function look() {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    const typed = input.value.trim();
    if (typed.length < SHORTEST) return open(false);
    try {
      matches = await findPlaces(typed, signal);
    } catch {
      if (!signal.aborted) {
        open(false);
        tell(say("place_error"));
      }
      return undefined;
    }
    if (signal.aborted) return undefined;
    list.replaceChildren(...matches.map((match, number) => {
      const option = make("li", { id: `place-${number}`, role: "option", "aria-selected": "false" },
        make("span", {}, placeName(match)), match.county ? make("small", {}, match.county) : null);
      option.addEventListener("click", () => finish(placeName(match)));
      return option;
    }));
    open(matches.length > 0);
    tell(matches.length ? say("place_found", { n: matches.length }) : say("place_none"));
    return undefined;
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE_MS);
  });
  input.addEventListener("keydown", (event) => {
    const count = list.hidden ? 0 : matches.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!count) look();
      else if (event.key === "ArrowDown") activate(active + 1 >= count ? 0 : active + 1);
      else activate(active <= 0 ? count - 1 : active - 1);
    } else if (event.key === "Escape" && count) {
      // Closing the list is not the first half of the quick exit.
      event.stopPropagation();
      event.preventDefault();
      open(false);
    }
  });
  input.addEventListener("blur", () => setTimeout(() => open(false), PAUSE_MS));
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (active >= 0) finish(placeName(matches[active]));
    else if (input.value.trim()) finish(input.value.trim());
    else {
      tell(say("place_empty"));
      input.focus();
    }
  });
  return form;
}
