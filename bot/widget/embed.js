/* The launcher on a municipal page. Nothing is fetched, stored or connected until a person opens the chat. */
(() => {
  "use strict";
  const TAG = "samtals-chat";
  const VERSION = 1;
  const SLOW_MS = 8000;
  const SILENT_MS = 3000;
  const DOUBLE_MS = 800;
  const EXIT = "https://www.smhi.se/";
  const script = document.currentScript;
  if (!script || customElements.get(TAG)) return;
  const base = new URL(".", script.src);

  // No request may be made before opening, so these few words cannot live in the strings files.
  const TEXTS = {
    sv: {
      name: "Samtalskompassen",
      launch: "Orolig för en ung person?",
      lead: "Få hjälp att förbereda samtalet och hitta rätt kontakt där du bor.",
      open: "Öppna Samtalskompassen",
      close: "Stäng",
      opening: "Öppnar …",
      failed: "Chatten svarar inte just nu. Du kan ringa, eller öppna den på en egen sida.",
      page: "Öppna på en egen sida",
      danger: "Är någon i fara just nu? Ring",
      adult: "Prata med någon, dygnet runt: Hjälplinjen",
      young: "Är du under 18: Bris",
    },
    en: {
      name: "Samtalskompassen",
      launch: "Worried about a young person?",
      lead: "Get help to prepare the conversation and find the right local contact.",
      open: "Open Samtalskompassen",
      close: "Close",
      opening: "Opening …",
      failed: "The chat is not answering right now. You can call, or open it on a page of its own.",
      page: "Open on its own page",
      danger: "Is someone in danger right now? Call",
      adult: "Talk to someone, day and night: Hjälplinjen",
      young: "If you are under 18: Bris",
    },
  };

  const STYLES = `
:host{all:initial!important;display:block!important;font:400 17px/1.5 system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif!important;
  color-scheme:light dark!important;--a:#0f5460;--on:#fff;--bg:#fbfaf8;--ink:#1d2b31;--line:#c9d1d3;--red:#a8121d}
:host([floating]){position:fixed!important;right:16px!important;bottom:16px!important;z-index:2147483000!important}
*{box-sizing:border-box}
[hidden]{display:none!important}
button,.page{font:inherit;font-weight:600;cursor:pointer;border-radius:28px;border:2px solid transparent;min-height:48px;padding:8px 20px}
.launch{display:inline-flex;align-items:center;gap:10px;background:var(--a);color:var(--on);box-shadow:0 2px 12px #0005;max-width:calc(100vw - 32px);text-align:start}
.launch:hover{text-decoration:underline;text-underline-offset:3px}
:focus-visible{outline:3px solid var(--ink);outline-offset:3px;box-shadow:0 0 0 3px var(--bg)}
svg{width:26px;height:26px;flex:none}
.card{background:var(--bg);color:var(--ink);border:1px solid var(--line);border-radius:12px;padding:24px;max-width:640px}
.card h2{font-size:22px;line-height:1.3;margin:0 0 4px}
.card p{margin:0 0 16px}
dialog{padding:0;border:0;margin:0;background:var(--bg);color:var(--ink);overflow:hidden;flex-direction:column}
dialog[open]{display:flex}
:host([floating]) dialog{position:fixed;inset:auto 16px 16px auto;width:440px;height:min(760px,calc(100vh - 32px));height:min(760px,calc(100dvh - 32px));
  border-radius:14px;box-shadow:0 6px 32px #0006;z-index:1;outline:1px solid var(--line)}
:host([floating]) dialog:modal{inset:0;width:100vw;height:100vh;height:100dvh;max-width:none;max-height:none;border-radius:0;outline:0}
:host(:not([floating])) dialog{position:relative;width:100%;max-width:760px;height:min(760px,90vh);border:1px solid var(--line);border-radius:12px}
iframe{border:0;width:100%;flex:1;background:var(--bg);color-scheme:auto}
iframe[inert]{position:absolute;inset:0;height:100%;opacity:0;pointer-events:none}
.wait{padding:20px 24px;overflow:auto}
.wait p{margin:0 0 12px}
.wait a{color:inherit;font-weight:600}
.danger{border-inline-start:6px solid var(--red);padding-inline-start:14px;font-weight:600}
.danger a{font-size:1.25em}
.shut{float:inline-end;background:none;color:inherit;border-color:currentColor;min-height:44px}
.page{display:inline-block;background:var(--a);color:var(--on)!important;text-decoration:none;padding:10px 20px}
@media (prefers-color-scheme:dark){:host{--a:#8fd0db;--on:#0b2126;--bg:#12191d;--ink:#e9eef0;--line:#3b4b53;--red:#ff8f8f}}
@media (forced-colors:active){.launch,.page{border-color:ButtonText}dialog{border:2px solid CanvasText!important}}
@media print{:host{display:none!important}}`;

  /** A sheet of our own passes a host's policy against inline styles; older browsers only know the element. */
  const dress = (root) => {
    try {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLES);
      root.adoptedStyleSheets = [sheet];
    } catch {
      root.append(make("style", {}, STYLES));
    }
  };

  const make = (name, attributes = {}, ...children) => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    node.append(...children);
    return node;
  };

  const COMPASS = {
    viewBox: "0 0 24 24", "aria-hidden": "true", fill: "none", stroke: "currentColor", "stroke-width": 2, "stroke-linejoin": "round",
  };
  const compass = () => {
    const [svg, path] = ["svg", "path"].map((name) => document.createElementNS("http://www.w3.org/2000/svg", name));
    for (const [key, value] of Object.entries(COMPASS)) svg.setAttribute(key, value);
    path.setAttribute("d", "M12 2.5a9.5 9.5 0 1 0 0 19 9.5 9.5 0 0 0 0-19zM15.8 8.2 13.7 13.7 8.2 15.8l2.1-5.5z");
    svg.append(path);
    return svg;
  };

  class SamtalsChat extends HTMLElement {
    #root = this.attachShadow({ mode: "open" });
    #narrow = matchMedia("(max-width: 640px), (max-height: 480px)");
    #button;
    #dialog;
    #frame;
    #wait;
    #timer;
    #escaped = -Infinity;

    connectedCallback() {
      if (!this.#button) this.#build();
      addEventListener("message", this.#receive);
      document.addEventListener("keydown", this.#keys);
      this.#narrow.addEventListener("change", this.#arrange);
    }

    disconnectedCallback() {
      removeEventListener("message", this.#receive);
      document.removeEventListener("keydown", this.#keys);
      this.#narrow.removeEventListener("change", this.#arrange);
      this.#close();
      // A moved iframe reloads anyway; a removed one must not go on unseen.
      this.#frame?.remove();
      this.#frame = undefined;
    }

    get #floating() {
      return this.hasAttribute("floating");
    }

    get #texts() {
      const wanted = this.getAttribute("lang") || document.documentElement.lang || "sv";
      return TEXTS[wanted.slice(0, 2).toLowerCase()] || TEXTS.sv;
    }

    get #address() {
      const url = new URL("chat", base);
      for (const name of ["site", "topic", "kommun", "lang"]) {
        const value = this.getAttribute(name);
        if (value) url.searchParams.set(name, value);
      }
      return url;
    }

    #build() {
      const texts = this.#texts;
      const label = make("span", {}, this.#floating ? texts.launch : texts.open);
      this.#button = make("button", { type: "button", class: "launch", "aria-expanded": "false" }, compass(), label);
      this.#button.addEventListener("click", () => this.#open());
      const shut = make("button", { type: "button", class: "shut" }, texts.close);
      shut.addEventListener("click", () => this.#close());
      const call = (text, number, shown) => make("p", {}, text, " ", make("a", { href: `tel:${number}` }, shown));
      const danger = call(texts.danger, "112", "112");
      danger.className = "danger";
      const status = make("p", { role: "status" }, texts.opening);
      const page = make("a", { class: "page", href: this.#address.href, target: "_blank", rel: "noopener" }, texts.page);
      page.hidden = true;
      this.#wait = make("div", { class: "wait" }, shut, status, danger, call(texts.adult, "90390", "90390"),
        call(texts.young, "116111", "116 111"), page);
      this.#dialog = make("dialog", { "aria-label": texts.name }, this.#wait);
      // Esc twice leaves the page; once must do nothing.
      this.#dialog.addEventListener("cancel", (event) => event.preventDefault());
      const shell = this.#floating ? [this.#button] : [make("div", { class: "card" },
        make("h2", {}, texts.launch), make("p", {}, texts.lead), this.#button)];
      dress(this.#root);
      this.#root.append(...shell, this.#dialog);
    }

    #connect() {
      const address = this.#address;
      address.hash = `host=${encodeURIComponent(location.origin)}`;
      this.#frame = make("iframe", { src: address.href, title: this.#texts.name, allow: "clipboard-write", referrerpolicy: "no-referrer" });
      // Laid out unseen while it loads: a frame that is not displayed is put last by the browser.
      this.#frame.inert = true;
      // A refused frame loads too, but its page never says that it is ready.
      this.#frame.addEventListener("load", () => {
        if (this.#frame?.inert) this.#expect(SILENT_MS);
      });
      this.#dialog.append(this.#frame);
      this.#wait.hidden = false;
      this.#expect(SLOW_MS);
    }

    /** Without a word from the chat in that time, the way around it is shown. */
    #expect(milliseconds) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        this.#wait.querySelector("[role=status]").textContent = this.#texts.failed;
        this.#wait.querySelector(".page").hidden = false;
        this.#frame.hidden = true;
      }, milliseconds);
    }

    #arrange = () => {
      if (!this.#dialog.open) return;
      this.#dialog.close();
      this.#show();
    };

    #show() {
      if (this.#floating && this.#narrow.matches) this.#dialog.showModal();
      else this.#dialog.show();
    }

    #open() {
      this.#button.setAttribute("aria-expanded", "true");
      (this.#floating ? this.#button : this.#button.parentNode).hidden = true;
      this.#show();
      if (this.#frame) this.#focusChat();
      else this.#connect();
    }

    #close() {
      if (!this.#dialog?.open) return;
      clearTimeout(this.#timer);
      this.#dialog.close();
      this.#button.setAttribute("aria-expanded", "false");
      (this.#floating ? this.#button : this.#button.parentNode).hidden = false;
      this.#button.focus();
      if (this.#frame?.inert) {
        this.#frame.remove();
        this.#frame = undefined;
      }
    }

    #focusChat() {
      this.#frame.focus();
      this.#frame.contentWindow?.postMessage({ samtals: VERSION, type: "opened" }, base.origin);
    }

    #receive = (event) => {
      const { data, origin, source } = event;
      if (!this.#frame || origin !== base.origin || source !== this.#frame.contentWindow) return;
      if (typeof data !== "object" || data?.samtals !== VERSION) return;
      if (data.type === "ready") {
        clearTimeout(this.#timer);
        this.#wait.hidden = true;
        this.#frame.hidden = this.#frame.inert = false;
        this.#focusChat();
      } else if (data.type === "close") this.#close();
      else if (data.type === "leave") this.#leave(data.url);
    };

    #keys = (event) => {
      if (event.key !== "Escape" || !this.#dialog.open) return;
      // Esc also stops a page that is on its way: the one that is left for.
      event.preventDefault();
      if (event.repeat) return;
      if (event.timeStamp - this.#escaped < DOUBLE_MS) {
        this.#frame?.contentWindow?.postMessage({ samtals: VERSION, type: "leave" }, base.origin);
        if (!this.#frame || this.#frame.inert) this.#leave(EXIT);
      }
      this.#escaped = event.timeStamp;
    };

    /** Empties the page at once, with every listener on it that could ask whether one is sure. */
    #leave(url) {
      this.#frame?.remove();
      const wanted = new URL(url, EXIT);
      const target = /^https?:$/.test(wanted.protocol) ? wanted : new URL(EXIT);
      document.open();
      document.close();
      document.title = target.host;
      // Esc also stops a page that is on its way.
      addEventListener("keydown", (event) => event.key === "Escape" && event.preventDefault());
      location.replace(target);
    }
  }

  customElements.define(TAG, SamtalsChat);

  const launch = () => {
    if (!script.dataset.site) console.warn("Samtalskompassen: data-site saknas i taggen för embed.js.");
    if (document.querySelector(TAG)) return;
    const element = make(TAG, { floating: "" });
    for (const name of ["site", "topic", "kommun", "lang"]) {
      if (script.dataset[name]) element.setAttribute(name, script.dataset[name]);
    }
    document.body.append(element);
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", launch);
  else launch();
})();
