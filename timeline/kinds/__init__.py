"""One file for each kind of fact, called like it; adding a file here, or a plugin, adds a kind."""
