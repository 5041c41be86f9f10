"""A lesson of one step, to which a test adds what the lesson is to say."""

# θ² from 1 with learning rate 0.2: θ is 0.6ᵏ, and the gradient is twice that.
LESSON = """schema_version = 1
title = "A lesson"
level = "beginner"
minutes = 5

[[steps]]
title = "First"
experiment = { loss = "square", theta = [1.0], learning_rate = 0.2, steps = 20 }
"""
