"""Facts with sources: reads them, checks them, and puts them into pages as notes, timelines, scores and charts.

Claims stand in `case_studies/<case>/facts.yaml`, sources in `docs/bibliography.yaml`, the frameworks' actions in
`docs/frameworks/actions.yaml`. A page never repeats a fact's source: it names the claim. Of exercises only
the texts are read, to check the facts in them.
"""
