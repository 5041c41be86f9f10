"""The table that compares the pinned runs with the one on screen, and what can be done to them."""
