"""Pages for people, from a marked cohort: the trainer's report and each learner's feedback. Each is one file that stands alone.

Nothing is decided here: `summary` works the figures out, `page` and `feedback` fill the templates, `plots` draws.
"""
