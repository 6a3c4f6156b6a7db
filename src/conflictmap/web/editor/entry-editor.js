// The editor's page: starts the session in the page's one element.
import * as L from "leaflet";
import { makeApi, readToken } from "./api.js";
import { startEditor } from "./screen.js";

const api = makeApi((path, options) => fetch(path, { ...options, credentials: "omit" }), readToken(location, sessionStorage));
startEditor(L, document.getElementById("editor"), api);
