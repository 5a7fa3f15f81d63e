"""What other people's tools read: a module writes one format from the facts that a question takes in."""
