/* Python, Datasette and the database, all in memory; one question at a time, in the order in which they come. */
import { loadPyodide } from "./pyodide/pyodide.mjs";

const DATABASE = "../data/timeline.db.gz";

const inside = start();
let last = inside.catch((error) => postMessage({ broken: String(error.message ?? error) }));

onmessage = ({ data: { target }, ports: [port] }) => {
  last = last.then(async () => {
    port.postMessage(await answer(target));
  }).catch((error) => {
    port.postMessage({ status: 500, headers: [["content-type", "text/plain; charset=utf-8"]], body: String(error) });
  });
};

async function start() {
  const told = await (await got("lite.json")).json();
  postMessage({ doing: "Fetching Python …" });
  const fetching = Promise.all([unpacked(DATABASE), ...told.wheels.map(bytes)]);
  const python = await loadPyodide({ indexURL: new URL("pyodide/", import.meta.url).href, packages: [] });
  postMessage({ doing: "Fetching Datasette and the database …" });
  const [database, ...wheels] = await fetching;
  postMessage({ doing: "Starting Datasette …" });
  for (const wheel of wheels) python.unpackArchive(wheel, "wheel");
  python.FS.writeFile("timeline.db", database);
  python.FS.mkdirTree("timeline-plugins");
  for (const [name, text] of Object.entries(told.plugins)) python.FS.writeFile(`timeline-plugins/${name}`, text);
  const { Inside } = python.pyimport("timeline.inbrowser");
  const { Path } = python.pyimport("pathlib");
  const base = new URL("app/", import.meta.url).pathname;
  const made = Inside(Path("timeline.db"), python.toPy(told.metadata), base);
  postMessage({ ready: true });
  return made;
}

async function answer(target) {
  const answered = await (await inside).answer(target);
  const [status, headers, body] = answered.toJs();
  answered.destroy();
  return { status, headers, body };
}

async function got(path) {
  const response = await fetch(new URL(path, import.meta.url));
  if (!response.ok) throw new Error(`${response.url} could not be read: ${response.status} ${response.statusText}`);
  return response;
}

async function bytes(path) {
  return new Uint8Array(await (await got(path)).arrayBuffer());
}

/* Some hosts say that the file is compressed on its way, and the browser has unpacked it already. */
async function unpacked(path) {
  const found = await bytes(path);
  if (!(found[0] === 0x1f && found[1] === 0x8b)) return found;
  const stream = new Blob([found]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
