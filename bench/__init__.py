"""Measurements against the budgets of the architecture section; run by `make bench`."""
