"""Pages for readers: each is a question to the tables and a template. Datasette serves them, `publish` writes them.

A page is a function from `Ask` and what the reader asks for to a `Page`; it knows neither a server nor a file.
"""
