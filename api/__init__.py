"""The content API: its version and when that version was released (REST-profil VER.04, VER.07)."""

__version__ = "1.4.0"
RELEASED = "2026-11-26"
STATUS = "active"
ROOT = "/content/v1"
