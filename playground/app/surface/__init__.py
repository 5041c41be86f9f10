"""A slice of the landscape in three dimensions: its relief, its camera, the marks upon it."""
