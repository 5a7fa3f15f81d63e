// Compares a log beside the page, so that the page can be used meanwhile.
"use strict";
importScripts("verify-tree.js", "verify-log.js");

onmessage = async ({ data: { log, folder, heads } }) => {
  try {
    const source = log ?? (await got(new URL("events.jsonl", folder)));
    const tile = async (path) => new Uint8Array(await (await got(new URL(path, folder))).arrayBuffer());
    const stream = log ? log.stream() : source.body;
    postMessage({ done: await compared(stream, heads, tile, (lines) => postMessage({ lines })) });
  } catch (error) {
    postMessage({ failed: error.message });
  }
};
