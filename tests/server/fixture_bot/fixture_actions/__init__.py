"""Actions of the small bot the server is tested with."""
