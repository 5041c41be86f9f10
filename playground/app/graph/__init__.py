"""The parts of the Graph panel: what autograd recorded, drawn, stepped through and explained."""
