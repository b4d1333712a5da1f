"""Feeds: what one is, and a writer for each form of it."""
