"""The program without its window: run, list, and what starts the window."""
