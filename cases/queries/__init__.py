"""The only readers of lists and pages: frozen values, from selects of only the columns shown."""
