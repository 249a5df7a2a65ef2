"""Digital signatures: profile, keys, verification, trusted roots, long-term evidence."""
