"""What the Sweep panel is made of: plots against the learning rate."""
