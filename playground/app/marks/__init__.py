"""What is drawn on plots in pixels: paths, arrows, bands of loss; shared by panels."""
