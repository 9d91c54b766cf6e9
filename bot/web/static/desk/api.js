// The desk's requests: same origin, the cookie of the sign-in, a CSRF token on every POST.

// 4000 and the HTTP status: the sign-in has ended.
const SIGNED_OUT = 4401;

/** The desk refused or did not answer; `message` is fit to show. */
export class DeskError extends Error {
  constructor(status, message) {
    super(message ?? "");
    this.status = status;
  }
}

/** The page's CSRF token, for requests that change something. */
export function csrfHeader() {
  return { "X-CSRF-Token": document.querySelector("meta[name=csrf-token]")?.content ?? "" };
}

/** GET, or POST when there is a body. Throws `DeskError`. */
export async function request(path, body = undefined) {
  let response;
  try {
    response = await fetch(`/desk/api${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: body === undefined ? {} : { "Content-Type": "application/json", ...csrfHeader() },
      body: body === undefined ? null : JSON.stringify(body),
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(15_000),
    });
  } catch (error) {
    throw new DeskError(0, null, { cause: error });
  }
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new DeskError(response.status, answer?.error?.message);
  return answer;
}

/**
 * The desk's socket, opened again whenever it falls.
 * @param {{frame: (frame: Object) => void, up: () => void, down: () => void,
 *   signedOut: () => void}} handlers `up` also after every reconnection: what was
 *   missed must be fetched.
 */
export function listen({ frame, up, down, signedOut }) {
  let attempt = 0;
  let current = null;
  const connect = () => {
    const address = new URL("/desk/socket", location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(address);
    current = socket;
    socket.addEventListener("open", () => {
      attempt = 0;
      up();
    });
    socket.addEventListener("message", ({ data }) => frame(JSON.parse(data)));
    socket.addEventListener("close", ({ code }) => {
      if (code === SIGNED_OUT) {
        signedOut();
        return;
      }
      down();
      setTimeout(connect, Math.min(15_000, 1000 * 2 ** attempt++));
    });
  };
  connect();
  return {
    /** Reads along with a case that somebody else has. */
    watch(id) {
      if (current.readyState === WebSocket.OPEN) current.send(JSON.stringify({ watch: id }));
    },
  };
}
