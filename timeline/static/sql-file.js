"use strict";

/* Opened as a file, the page can run none of its modules; this script is none, and says so. */
if (location.protocol === "file:") {
  document.querySelector("#as-file").hidden = false;
  document.querySelector("#query").hidden = true;
}
