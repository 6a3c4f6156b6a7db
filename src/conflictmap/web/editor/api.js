// The service behind the page: every call carries the token, every refusal is an object with a code and a message.

/** The token out of the address after #, kept for this tab, so that a reload still knows it. */
export const readToken = (location, storage) => {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (given) storage.setItem("token", given);
  return given ?? storage.getItem("token") ?? "";
};

/** Calls of the service; `get` and `post` give {ok, status, body}; a service that is gone is {ok: false, code: "gone"}. */
export const makeApi = (fetcher, token) => {
  const call = async (path, options) => {
    try {
      const headers = { "x-conflictmap-token": token, ...(options.body ? { "content-type": "application/json" } : {}) };
      const response = await fetcher(path, { ...options, headers });
      const body = (response.headers.get("content-type") ?? "").includes("json") ? await response.json() : await response.text();
      if (response.ok) return { ok: true, status: response.status, body };
      return { ok: false, status: response.status, code: body.error?.code ?? "refused", message: body.error?.message ?? String(response.status), theirs: body.error?.theirs };
    } catch {
      return { ok: false, status: 0, code: "gone", message: "The service does not answer. Is `conflictmap review` still running? Nothing is lost: try again." };
    }
  };
  return {
    get: (path) => call(path, { method: "GET" }),
    post: (path, body) => call(path, { method: "POST", body: JSON.stringify(body ?? {}) }),
  };
};
