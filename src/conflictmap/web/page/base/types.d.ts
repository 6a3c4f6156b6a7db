// What the page's modules hand to one another; checked by `npm run types`. Columns are told in docs/payload.md.

type Column = Uint8Array | Uint16Array | Uint32Array | Int32Array;
type Row = readonly (string | number)[];
type Names = [name: string, nameMy?: string];

/** The one state of the page: what the reader has chosen. Days count from the page's first. */
export interface State {
  readonly day: number;
  readonly from: number;
  readonly to: number;
  readonly window: number;
  readonly layers: ReadonlySet<string>;
  readonly hidden: ReadonlySet<number>;
  readonly actor: string;
  readonly adm1: string;
  readonly precision: string;
  readonly mode: string;
  readonly side: string;
  readonly source: string;
  readonly lang: "en" | "my";
  readonly digits: boolean;
  readonly rules: string;
  readonly known: number | null;
  readonly unit: number;
  readonly spots: number[] | null;
  readonly event: number | null;
  readonly panel: string;
  /** Without the card, as another page embeds it. */
  readonly plain: boolean;
  /** The words that are looked for in reports. */
  readonly words: string;
  readonly view: number[] | null;
  /** Dark or light; "" as the system wishes. */
  readonly theme: "" | "dark" | "light";
  /** What sizes and numbers the marks. */
  readonly size: "events" | "deaths";
  /** The step of the way through, from 0. */
  readonly step: number;
  /** What stands right of the curtain: "", "day:123", "known:123" (days from the page's first) or "rules:strict". */
  readonly versus: string;
  /** Where the curtain hangs: per cent of the map's width. */
  readonly curtain: number;
  /** Whether the reader's own table is drawn. */
  /** Whether the list of changes has only what a party took back. */
  readonly retaken: boolean;
  readonly own: boolean;
  /** How often a table was taken or dropped: whoever draws it follows this. */
  readonly tables: number;
  /** Rows of the own table that were pointed at. */
  readonly ownRows: number[] | null;
  readonly playing?: boolean;
  readonly speed?: number;
}

/** A state while it is being put together. */
export type Writable<T> = { -readonly [K in keyof T]: T[K] };

export interface Store {
  get(): State;
  set(patch: Partial<State>): void;
  setNow(patch: Partial<State>): void;
  follow(listener: (state: State, changed: Set<string>) => void, now?: boolean): void;
  followAtRest(listener: (state: State, changed: Set<string>) => void, now?: boolean): void;
  settle(): void;
}

/** The block `cm-meta`. */
export interface Meta {
  format: number;
  days: [first: number, last: number];
  columns: [string, "uint" | "int" | "delta", number, number, number][];
  counts: Record<string, number>;
  textBlock: number;
  layers: string[];
  ruleSets: string[];
  rules: string;
  lang: "en" | "my";
  delay: number;
  maxPrecision: number;
  adm1: string;
  cutoff: number;
  questions: number;
  refused: number;
  versions: Record<string, string>;
  credits: string[];
  types: string[];
  acts: string[];
  modes: string[];
  placings: string[];
  actorSets: string[];
  actors: [id: string, name: string, nameMy: string, kind: string, group: string, colour: string][];
  holders: string[];
  assumption: number;
  /** Who stands in which coalition; days count from the page's first, null where there is no such end. */
  alliances: [actor: string, of: string, from: number | null, to: number | null][];
  sources: [names: string, sides: string][];
  states: string[];
  claimStatuses: string[];
  confidences: string[];
  parts: string[];
  freshDays: [fresh: number, ageing: number];
  siteKinds: string[];
  siteNames: Names[];
  ruleLists: string[];
  ruleLines: Record<string, [en: string, my: string]>;
  units: [pcode: string, name: string, nameMy: string, adm1: string, adm2: string, sites: number, places: number][];
  wider: Record<string, [name: string, nameMy: string, kind: string, ...middle: number[]]>;
  spotNames: Names[];
  townNames: Names[];
  aliases?: [of: string | number, ...names: string[]][];
}

/** The spans of one rule set, of townships or of sites. */
export interface Track {
  rules: string;
  first: Uint32Array;
  unit: Column;
  start: Column;
  length: Column;
  state: Column;
  holder: Column;
  other: Column;
  confidence: Column;
  ruleList: Column;
  known: Column;
  early: Column;
  late: Column;
  wide: Uint8Array;
  parts: Column;
  evidenceFirst: Uint32Array;
  evidence: Column;
}

export interface Claims {
  unit: Column;
  actor: Column;
  opened: Column;
  length: Column;
  status: Column;
  event: Column;
}

interface Points {
  x: Float64Array;
  y: Float64Array;
  latitude: Float64Array;
  longitude: Float64Array;
  unit: Column;
}

/** All that a page holds. */
export interface Model {
  meta: Meta;
  texts: { row(event: number): Promise<any[]> };
  units: { rings: any[][]; polygons: Map<number, any>; borders: Record<string, any[]>; shared: { unit: number; other: number; line: any }[] };
  riversShape: any;
  events: Record<"day" | "length" | "type" | "mode" | "kind" | "placing" | "known" | "act" | "actor1" | "actor2" | "source" | "timePrecision" | "fatalities", Column>;
  marks: { event: Column; spot: Column };
  spots: Points & { precision: Column; radius: Column };
  towns: Points & { rank: Column; names: Names[] };
  sites: Points & { known: Uint8Array; kind: Column };
  fresh: { unit: Column; from: Column; last: Column };
  track(rules: string): Track;
  siteTrack(rules: string): Track | null;
  claims(rules: string): Claims | null;
  middle(unit: number): [lon: number, lat: number];
  states: any;
  actorsOf(set: number): Meta["actors"];
  holderActors(holder: number): Meta["actors"];
  colourOf(holder: number): string;
}

export interface Words {
  say(key: string, values?: Record<string, string | number>): string;
  type(name: string): string;
  state(name: string): string;
}

/** How dates and numbers are written; days count from 1970-01-01. */
export interface Format {
  long(day: number): string;
  short(day: number): string;
  monthYear(day: number): string;
  range(from: number, to: number): string;
  ends(from: number, to: number): string[];
  number(value: number): string;
  month(number: number, short?: boolean): string;
  turn(text: string): string;
  year(day: number): string;
  write(text: string | number): string;
}

/** The page put together: what panels and the timeline are given. */
export interface Page {
  model: Model;
  store: Store;
  map: any;
  view: any;
  own: any;
  /** The ring around the mark that is meant. */
  ring: { show(mark: { x: number; y: number; radius: number }): void; hide(): void };
  state(): State;
  words(): Words;
  format(): Format;
}

/** Where a surface lies: `scale` is 2 to the power of the zoom, `x0`, `y0` the world's pixels at its corner. */
export interface Frame {
  scale: number;
  zoom: number;
  x0: number;
  y0: number;
  width: number;
  height: number;
}
