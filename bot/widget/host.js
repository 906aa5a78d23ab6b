// Talking to the launcher on the page around, if there is one. Nothing said in the conversation goes this way.

const VERSION = 1;
const host = window.parent !== window ? new URLSearchParams(location.hash.slice(1)).get("host") : null;

export const isEmbedded = window.parent !== window;

/** `type`: ready, close or leave. A page that did not make this frame through the launcher gets nothing. */
export function tellHost(type, more = {}) {
  if (host) window.parent.postMessage({ samtals: VERSION, type, ...more }, host);
}

/** Calls `act` with the type of each message from the launcher: opened or leave. */
export function hearHost(act) {
  addEventListener("message", ({ data, origin, source }) => {
    if (host && source === window.parent && origin === host && data?.samtals === VERSION) act(data.type);
  });
}
