import assert from "node:assert/strict";
import { test } from "node:test";
import { makeApi, readToken } from "../../src/conflictmap/web/editor/api.js";
import { actionOf, HELP, nextPrecision, VERDICT_NAMES, VERDICTS } from "../../src/conflictmap/web/editor/keys.js";
import { counted, dayWords, effectWords, placePath } from "../../src/conflictmap/web/editor/marked.js";
import { makeSession } from "../../src/conflictmap/web/editor/session.js";

const key = (name, more = {}) => ({ key: name, ctrlKey: false, metaKey: false, altKey: false, ...more });
const open = { typing: false, panel: "", keysOn: true };

test("each key does what the help says", () => {
  const done = Object.fromEntries([..."12345nlodrpktma/uswR?"].map((name) => [name, actionOf(key(name), open)]));
  assert.deepEqual(done, {
    1: { do: "accept", number: 1 }, 2: { do: "accept", number: 2 }, 3: { do: "accept", number: 3 }, 4: { do: "accept", number: 4 }, 5: { do: "accept", number: 5 },
    n: { do: "verdict", verdict: "not_in_gazetteer" }, l: { do: "verdict", verdict: "not_locatable" }, o: { do: "verdict", verdict: "outside" },
    d: { do: "verdict", verdict: "deferred" }, r: { do: "verdict", verdict: "rejected" }, p: { do: "precision" }, k: { do: "alias" }, t: { do: "note" },
    m: { do: "open", panel: "mint" }, a: { do: "all" }, "/": { do: "open", panel: "search" }, u: { do: "open", panel: "undo" }, s: { do: "skip" },
    w: { do: "open", panel: "summary" }, R: { do: "reload" }, "?": { do: "open", panel: "help" },
  });
  const told = new Set(HELP.map(([name]) => name));
  for (const name of "nlodrpktmausw/") assert.ok(told.has(name), name);
  assert.deepEqual(Object.values(VERDICTS).filter((verdict) => !(verdict in VERDICT_NAMES)), []);
});

test("a key that nobody gave a meaning does nothing", () => {
  for (const name of ["6", "0", "x", "N", "Enter", "ArrowDown", "Tab", " ", "F5"]) assert.equal(actionOf(key(name), open), null, name);
});

test("letters that are typed, keys of the browser and keys turned off decide nothing", () => {
  assert.equal(actionOf(key("n"), { ...open, typing: true }), null);
  assert.equal(actionOf(key("n"), { ...open, keysOn: false }), null);
  for (const held of ["ctrlKey", "metaKey", "altKey"]) assert.equal(actionOf(key("r", { [held]: true }), open), null);
  assert.deepEqual(actionOf(key("Escape"), { ...open, typing: true }), { do: "close" });
});

test("what is open takes the keys", () => {
  const at = (name, panel, typing = false) => actionOf(key(name), { typing, panel, keysOn: true });
  assert.deepEqual(at("Enter", "search", true), { do: "confirm" });
  assert.deepEqual([at("ArrowDown", "undo"), at("ArrowUp", "search", true)], [{ do: "move", by: 1 }, { do: "move", by: -1 }]);
  assert.deepEqual([at("u", "undo"), at("n", "undo")], [{ do: "confirm" }, null]);
  assert.deepEqual([at("k", "conflict"), at("Enter", "conflict"), at("1", "conflict")], [{ do: "close" }, { do: "confirm" }, null]);
  for (const panel of ["preview", "mint"]) assert.equal(at("n", panel), null); // no verdict slips out under a question
});

test("precision goes round", () => assert.deepEqual([null, 1, 2, 3].map(nextPrecision), [1, 2, 3, null]));

test("effects, days and paths in words", () => {
  assert.equal(effectWords(null), "not worked out yet");
  assert.equal(effectWords({ events: 1, states: 0 }), "1 event moves, no control state would change");
  assert.equal(effectWords({ events: 12, states: 1 }), "12 events move, 1 control state would change");
  assert.deepEqual([counted(0, "name"), counted(1, "name")], ["0 names", "1 name"]);
  assert.equal(dayWords({ first: "2023-11-08", last: "2023-11-08", time_precision: 1 }), "2023-11-08");
  assert.equal(dayWords({ first: "2023-11-08", last: "2023-11-10", time_precision: 3 }), "2023-11-08 to 2023-11-10 (within the month)");
  assert.equal(placePath({ path: ["Kunlong", "Laukkaing"] }), "Kunlong, Laukkaing");
});

test("the token is taken out of the address and kept for a reload", () => {
  const kept = new Map();
  const storage = { setItem: (name, value) => kept.set(name, value), getItem: (name) => kept.get(name) ?? null };
  assert.equal(readToken({ hash: "" }, storage), "");
  assert.equal(readToken({ hash: "#token=abc" }, storage), "abc");
  assert.equal(readToken({ hash: "" }, storage), "abc");
});

test("every call carries the token; a refusal and a service that is gone are said, never thrown", async () => {
  const asked = [];
  const answer = (status, body) => ({ ok: status < 400, status, headers: new Headers({ "content-type": "application/json" }), json: async () => body });
  const answers = [answer(200, { item: null }), answer(409, { error: { code: "unwritten", message: "the disk is full" } })];
  const api = makeApi(async (path, options) => {
    asked.push([path, options.method, options.headers["x-conflictmap-token"]]);
    if (!answers.length) throw new TypeError("network");
    return answers.shift();
  }, "abc");
  assert.deepEqual(await api.get("/api/next"), { ok: true, status: 200, body: { item: null } });
  assert.deepEqual(await api.post("/api/decisions", {}), { ok: false, status: 409, code: "unwritten", message: "the disk is full", theirs: undefined });
  assert.equal((await api.get("/api/next")).code, "gone");
  assert.deepEqual(asked, [["/api/next", "GET", "abc"], ["/api/decisions", "POST", "abc"], ["/api/next", "GET", "abc"]]);
});

/** A service over a list of ids: gives the first that is neither skipped nor decided; `refuse` answers writes. */
const service = (ids, refuse = () => null) => {
  const decided = new Set();
  const told = [];
  const named = (id) => ({ id, version: `v${id}`, name: id });
  const api = {
    get: async (path) => {
      if (path.startsWith("/api/items/")) return { ok: true, body: named(path.split("/")[3]) };
      const skip = new Set(new URLSearchParams(path.split("?")[1]).getAll("skip"));
      const id = ids.find((one) => !skip.has(one) && !decided.has(one));
      return { ok: true, body: { item: id ? named(id) : null } };
    },
    post: async (path, body) => {
      await new Promise((done) => setTimeout(done, 5));
      const no = refuse(path, body);
      if (no) return { ok: false, ...no };
      if (path === "/api/decisions") for (const id of [body.item, ...body.also]) decided.add(id);
      else decided.delete(body.judgement_id.slice(1));
      return { ok: true, body: { judgements: [], sent: body } };
    },
  };
  const session = makeSession(api, (what, more) => told.push([what, what === "item" ? more?.id ?? null : more]));
  const items = () => told.filter(([what]) => what === "item").map(([, id]) => id);
  return { session, told, items };
};

test("the next name is on the screen before the last one is written", async () => {
  const { session, told, items } = service(["a", "b"]);
  await session.start();
  const done = session.decide(session.current(), { verdict: "outside" }, "outside");
  await new Promise((after) => setTimeout(after, 1));
  assert.deepEqual(items(), ["a", "b"]);
  assert.ok(!told.some(([what]) => what === "kept"));
  await done;
  const [, kept] = told.find(([what]) => what === "kept");
  assert.deepEqual(kept.sent, { item: "a", note: "", alias: true, also: [], verdict: "outside", versions: { a: "va" } });
  await session.decide(session.current(), { verdict: "outside" }, "outside");
  assert.deepEqual(items(), ["a", "b", null]);
});

test("a name that could not be written comes back, and what is wrong is said", async () => {
  const { session, told, items } = service(["a", "b"], () => ({ code: "unwritten", message: "the disk is full" }));
  await session.start();
  await session.decide(session.current(), { verdict: "outside", note: "by radio" }, "outside");
  assert.equal(session.current().id, "a");
  assert.deepEqual(items(), ["a", "b", "a"]);
  const [, trouble] = told.find(([what]) => what === "trouble");
  assert.deepEqual([trouble.message, trouble.pending.body.note], ["the disk is full", "by radio"]);
  assert.equal(session.writing(), 0);
});

test("a decision on what somebody else has decided is shown with theirs, and replaces it only if told to", async () => {
  let first = true;
  const theirs = { key: { judgement_id: "J9" } };
  const { session, told } = service(["a", "b"], () => (first ? ((first = false), { code: "superseded", message: "", theirs }) : null));
  await session.start();
  await session.decide(session.current(), { verdict: "outside" }, "outside");
  const [, conflict] = told.find(([what]) => what === "conflict");
  await session.replace(conflict.pending, conflict.theirs);
  const [, kept] = told.find(([what]) => what === "kept");
  assert.deepEqual(kept.sent.versions, { a: "J9" });
});

test("a name that a bulk decision takes along is not shown although it was fetched ahead", async () => {
  const { session, items } = service(["a", "b", "c"]);
  await session.start();
  await session.decide(session.current(), { verdict: "outside", also: ["b"] }, "outside");
  assert.deepEqual(items(), ["a", "c"]);
});

test("a skipped name does not come again, one that was undone does", async () => {
  const { session, items } = service(["a", "b"]);
  await session.start();
  await session.skip();
  await session.decide(session.current(), { verdict: "outside" }, "outside");
  assert.deepEqual(items(), ["a", "b", null]);
  await session.undo({ judgement_id: "Jb", item: "b" });
  assert.equal(session.current().id, "b");
});

test("a second look at a name that is answered after the last one was decided harms nothing", async () => {
  const told = [];
  let answer = () => {};
  const api = {
    get: (path) => (path.startsWith("/api/items/")
      ? new Promise((done) => { answer = () => done({ ok: true, body: { id: "a", version: "v2", standing: { verdict: "outside" } } }); })
      : Promise.resolve({ ok: true, body: { item: told.length ? null : { id: "a", version: "v1", name: "a" } } })),
    post: async () => ({ ok: true, body: { judgements: [] } }),
  };
  const session = makeSession(api, (what) => told.push(what));
  await session.start();
  const looked = session.again();
  await session.decide(session.current(), { verdict: "outside" }, "outside");
  assert.equal(session.current(), null);
  answer();
  assert.equal(await looked, undefined);
  assert.ok(!told.includes("taken"));
});
