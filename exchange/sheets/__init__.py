"""Monthly hour sheets as files: one row a person, for one market or many, as XLSX or CSV."""
