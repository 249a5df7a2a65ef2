"""Builds the verifier that needs neither the product nor its database."""
