"""What pages are drawn from; each draws one thing from plain data."""
