"""Any table, by a mapping file: form.py has the `Format`."""
