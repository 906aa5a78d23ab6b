// What this tab remembers: nothing before the first use, nothing after half an hour without use.

const KEY = "samtalskompassen";
const VERSION = 1;
export const IDLE_MS = 30 * 60 * 1000;

function storage() {
  try {
    return window.sessionStorage;
  } catch {
    return null; // blocked in this browser: the conversation then lives as long as the page
  }
}

/** The kept conversation, `null` when there is none, `"expired"` when it was too old and has been removed. */
export function recall(now = Date.now()) {
  try {
    const kept = JSON.parse(storage()?.getItem(KEY) ?? "null");
    if (!kept || kept.version !== VERSION) return null;
    if (now - kept.used > IDLE_MS || kept.used > now + IDLE_MS) {
      forget();
      return "expired";
    }
    return kept;
  } catch {
    forget();
    return null;
  }
}

/** Keeps the conversation in this tab. Returns false when there was no room for it. */
export function keep(conversation, used = Date.now()) {
  try {
    storage()?.setItem(KEY, JSON.stringify({ ...conversation, version: VERSION, used }));
    return true;
  } catch {
    return false;
  }
}

export function forget() {
  try {
    storage()?.removeItem(KEY);
  } catch {
    // nothing was stored either
  }
}
