"""Tables that people send: XLSX workbooks and CSV files, read as cells that know their place."""
