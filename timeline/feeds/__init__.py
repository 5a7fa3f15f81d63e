"""What programs follow: feeds, a calendar, and the maps of the site. A module writes one format from plain values."""
