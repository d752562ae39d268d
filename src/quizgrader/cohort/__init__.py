"""A marked cohort: which submissions count, a row a learner, the responses. `gradebook.mark` is the way in."""
