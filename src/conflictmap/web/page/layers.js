// The page's layers as folium's elements call them, on whatever map they are added to.
import { openBlocks } from "./data/blocks.js";
import { readAtlas } from "./data/atlas.js";
import { firstState } from "./state/fragment.js";
import { makeStore } from "./state/store.js";
import { readBasemap } from "./data/shapes.js";
import { makeView } from "./map/view.js";

/** `control(map, prefix, day)` and `events(map, prefix, day)` draw one layer of a page's data on any Leaflet map. */
export const makeLayers = (L) => {
  const draw = (layers) => async (map, prefix, day) => {
    const model = await readAtlas(document, prefix);
    const start = firstState(model.meta);
    const store = makeStore({ ...start, day: day ?? start.day, layers: new Set(layers) }, requestAnimationFrame);
    const view = makeView(L, map, model, null, store);
    view.show();
    return { store, view };
  };
  return { control: draw(["control", "adm1", "adm3"]), events: draw(["events", "areas"]) };
};

const NO_NEIGHBOURS = { land: [], borders: [] };

/** The base map's shapes out of a page; none where the page was made without neighbours. */
export const readGround = async (document, prefix) => {
  const base = await openBlocks(document, prefix).json("base");
  return base ? readBasemap(base) : NO_NEIGHBOURS;
};
