"""Purchasing plans: what buyers plan to buy in the year, one row a lot, as XLSX or CSV."""
