"""Enhetsregisteret's files read into bodies: which units are public bodies, of which kind, and why."""
