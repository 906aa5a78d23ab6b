"""Guidance: what a guide says, in which order, and where a person is in it."""
