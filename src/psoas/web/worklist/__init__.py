"""Who needs somebody now: the clinician's list."""
