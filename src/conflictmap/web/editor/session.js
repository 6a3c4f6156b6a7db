// The course of a session: which name is shown, what is being written, what comes next. Asks the service; draws nothing.

/** @typedef {{item: any, verdict: string, place_id?: string, words: string, also: any[], body: any}} Pending */

const MOST_SKIPPED = 2000; // as many as the service takes in one address

/**
 * @param {ReturnType<typeof import("./api.js").makeApi>} api
 * @param {(what: string, told?: any) => void} tell called with "item", "kept", "trouble", "conflict", "session"
 */
export const makeSession = (api, tell) => {
  const skipped = new Set();
  const writing = [];
  let current = null;
  let ahead = null; // a promise of the name after the current one
  let busy = Promise.resolve();

  const ask = async (more = []) => {
    const passed = [...skipped, ...writing.flatMap((pending) => [pending.item.id, ...pending.body.also]), ...more];
    const skip = passed.slice(-MOST_SKIPPED).map((id) => `skip=${id}`).join("&");
    return api.get(`/api/next?${skip}`);
  };
  const lookAhead = () => {
    ahead = current ? ask([current.id]) : null;
  };
  const show = (answer) => {
    if (!answer.ok) return tell("trouble", answer);
    current = answer.body.item;
    tell("item", current);
    if (current) lookAhead();
    return undefined;
  };
  const advance = async () => {
    const waiting = ahead ?? ask();
    ahead = null;
    const answer = await waiting;
    const item = answer.ok ? answer.body.item : null;
    const stale = item && (skipped.has(item.id) || writing.some((pending) => pending.item.id === item.id || pending.body.also.includes(item.id)));
    show(stale || (answer.ok && !item) ? await ask() : answer);
  };
  const write = async (pending) => {
    const answer = await api.post("/api/decisions", pending.body);
    writing.splice(writing.indexOf(pending), 1);
    if (answer.ok) return tell("kept", { ...answer.body, pending });
    if (answer.code === "superseded") return tell("conflict", { pending, theirs: answer.theirs });
    current = pending.item; // it comes back, with what was typed
    tell("trouble", { ...answer, pending });
    return tell("item", current);
  };

  return {
    current: () => current,
    start: async () => show(await ask()),
    /** Write a decision and go on; the name comes back if it cannot be written. */
    decide: (item, decision, words) => {
      const body = { item: item.id, note: "", alias: true, also: [], ...decision };
      body.versions = { [item.id]: item.version, ...(decision.versions ?? {}) };
      const pending = { item, words, body };
      writing.push(pending);
      busy = busy.then(() => write(pending));
      const shown = advance();
      return Promise.all([busy, shown]);
    },
    /** Write a decision about one event of a name; the name stays while others of its events wait. */
    decideEvent: async (item, decision, words) => {
      const pending = { item, words, body: { item: item.id, note: "", also: [], ...decision } };
      writing.push(pending);
      busy = busy.then(() => write(pending));
      await busy;
      if (current?.id !== item.id) return undefined; // the reader has gone on meanwhile
      const answer = await api.get(`/api/items/${item.id}`);
      return answer.ok && answer.body.why ? show({ ok: true, body: { item: answer.body } }) : advance();
    },
    /** Write again what was refused, over the decision that stands. */
    replace: (pending, theirs) => {
      const versions = { ...pending.body.versions };
      for (const judgement of Object.values(theirs)) if (judgement) versions[pending.item.id] = judgement.judgement_id;
      const again = { ...pending, body: { ...pending.body, versions } };
      writing.push(again);
      busy = busy.then(() => write(again));
      return busy;
    },
    skip: () => {
      if (current) skipped.add(current.id);
      return advance();
    },
    undo: async (judgement) => {
      const answer = await api.post("/api/undo", { judgement_id: judgement.judgement_id });
      if (!answer.ok) return tell("trouble", answer);
      skipped.delete(judgement.item);
      tell("undone", { ...answer.body, judgement });
      const item = await api.get(`/api/items/${judgement.item}`);
      if (item.ok) show({ ok: true, body: { item: item.body } });
      return undefined;
    },
    /** Look at one name again, as when somebody else has decided it. */
    again: async () => {
      const asked = current;
      if (!asked) return show(await ask());
      const answer = await api.get(`/api/items/${asked.id}`);
      if (current !== asked) return undefined; // the reader has gone on meanwhile
      if (answer.ok && answer.body.standing && answer.body.version !== asked.version) {
        tell("taken", answer.body);
        return advance();
      }
      return undefined;
    },
    writing: () => writing.length,
  };
};
