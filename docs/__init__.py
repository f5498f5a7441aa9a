"""The documentation, and below `docs.generate` what makes those of its pages that follow from the code."""
