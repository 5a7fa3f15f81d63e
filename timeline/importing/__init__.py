"""What people already have, brought in through the ordinary append: see docs/import.md."""
