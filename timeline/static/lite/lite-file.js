"use strict";

/* Opened as a file, the page can run none of its modules; this script is none, and says so. */
document.querySelector("#as-file").hidden = location.protocol !== "file:";
