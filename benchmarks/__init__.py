"""How fast Timeline is, and beside what: realistic logs of any size, and what is measured on them."""
