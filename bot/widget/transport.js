// One message to the server: sent again with the same id until there is an answer to show.

const API = new URL("../api/v1/", import.meta.url);
const SLOW_MS = 2000;
const ATTEMPT_MS = 15000;
const PAUSES_MS = [500, 1500, 3000, 6000];
const LONGEST_WAIT_MS = 20000;

/** An answer that is not a turn. `kind`: refused, over, paused, stuck or left; `problem` as the server wrote it. */
export class UnansweredError extends Error {
  constructor(kind, problem = null) {
    super(kind);
    this.kind = kind;
    this.problem = problem;
  }
}

function pause(milliseconds, signal) {
  return new Promise((done) => {
    const timer = setTimeout(done, milliseconds);
    const stop = () => {
      clearTimeout(timer);
      done();
    };
    signal.addEventListener("abort", stop, { once: true });
    addEventListener("online", stop, { once: true });
  });
}

async function readProblem(response) {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

async function attempt(body, signal) {
  const limit = AbortSignal.any ? AbortSignal.any([signal, AbortSignal.timeout(ATTEMPT_MS)]) : signal;
  const response = await fetch(new URL("chat", API), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal: limit,
    credentials: "omit",
  });
  if (response.ok) return { reply: await response.json() };
  const wait = Number(response.headers.get("Retry-After")) * 1000;
  return { status: response.status, problem: await readProblem(response), wait: Number.isFinite(wait) ? wait : 0 };
}

/** Posts one turn. `onSlow` is called after two seconds without an answer, `signal` ends it. Raises UnansweredError. */
export async function post(body, { onSlow, signal }) {
  const slow = setTimeout(onSlow, SLOW_MS);
  let last = { kind: "stuck" };
  try {
    for (let round = 0; round <= PAUSES_MS.length; round += 1) {
      let outcome = {};
      try {
        outcome = await attempt(body, signal);
        if (outcome.reply) return outcome.reply;
      } catch {
        if (signal.aborted) throw new UnansweredError("left");
      }
      const { status, problem, wait = 0 } = outcome;
      if (status === 409) throw new UnansweredError("over", problem);
      // Paused until somebody says otherwise, unless the server says when.
      if (status === 503 && !wait) last = { kind: "paused", problem };
      else if (status >= 400 && status < 500 && status !== 408 && status !== 429) throw new UnansweredError("refused", problem);
      else last = { kind: "stuck", problem };
      if (round === PAUSES_MS.length || wait > LONGEST_WAIT_MS) break;
      if (status === 503 && !wait) break;
      if (status === 429 || status === 503) onSlow();
      await pause(Math.max(wait, PAUSES_MS[round]), signal);
      if (signal.aborted) throw new UnansweredError("left");
    }
  } finally {
    clearTimeout(slow);
  }
  throw new UnansweredError(last.kind, last.problem);
}

/** Places that match what was typed. Raises when the list cannot be had. */
export async function findPlaces(typed, signal) {
  const url = new URL("municipalities", API);
  url.searchParams.set("q", typed);
  const response = await fetch(url, { signal, credentials: "omit" });
  if (!response.ok) throw new Error(String(response.status));
  return (await response.json()).municipalities;
}
