"""The command line: one module a family of commands. `jalon.py` is its front door."""
