"""Bảng Vàng: award dossiers from a first draft to the archive."""
