"""What comes back from learners, read whatever its shape: each answer marked once, and held as a number."""
