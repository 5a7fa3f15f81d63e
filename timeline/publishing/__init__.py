"""A chronology as a folder of files: what leaves, where each page lies, and how a folder is replaced."""
