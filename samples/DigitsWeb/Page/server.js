// Sends requests to the server that the page came from.

/** @returns {Promise<any>} The JSON that GET returns. */
export async function get(path) {
  return answerOf(await fetch(path));
}

/** Posts bytes as they are and anything else as JSON. */
export async function post(path, body) {
  const bytes = body instanceof Uint8Array;
  return answerOf(await fetch(path, {
    method: "POST",
    headers: { "Content-Type": bytes ? "application/octet-stream" : "application/json" },
    body: bytes ? body : JSON.stringify(body ?? {}),
  }));
}

/** Bytes of a base64 text. */
export function bytesOf(base64) {
  return Uint8Array.from(atob(base64), character => character.charCodeAt(0));
}

/** Signed bytes of a base64 text: values between -127 and 127, relative to the largest. */
export function signedBytesOf(base64) {
  return new Int8Array(bytesOf(base64).buffer);
}

async function answerOf(response) {
  if (!response.ok) {
    const problem = await response.json().catch(() => null);
    throw new Error(problem?.detail ?? `The server answers with status ${response.status}.`);
  }
  const text = await response.text();
  return text === "" ? null : JSON.parse(text);
}
