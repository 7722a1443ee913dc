"""The engine beside its limits: each comparison runs both sides in turn, on the same rows, in one run."""
