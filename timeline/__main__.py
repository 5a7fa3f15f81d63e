"""`python -m timeline` is the command line."""

from timeline.cli import main

main(prog_name="timeline")
