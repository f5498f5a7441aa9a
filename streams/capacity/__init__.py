"""How far the pipeline carries: a day simulated with the measured costs, and what is full first."""
