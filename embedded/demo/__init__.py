"""A simulated Helsinki through the whole pipeline on embedded engines, judged against the known truth."""
