"""After the run: what happened, as one page for the runner, one for the clinician, and as data."""
