"""The program without its window: its commands, and what starts the window."""
