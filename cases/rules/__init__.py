"""What decides: pure rules, without database, clock or settings. Values in, values out."""
