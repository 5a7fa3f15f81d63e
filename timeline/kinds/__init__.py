"""One file for each kind of fact; adding a file here, or a plugin, adds a kind."""
