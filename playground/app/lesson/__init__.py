"""Lessons in the window: what is open, how the window is arranged for it, and its panel."""
