"""The protocol: how HTTP is spoken here. No content and no database."""
