"""Verbs: what the house can do. Every function is handed its session; none knows of HTTP."""
