"""What Timeline is measured beside: each a script that reads a log and makes a database of it."""
