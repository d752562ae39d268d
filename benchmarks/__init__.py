"""Figures, printed and never asserted: how long, how large, how fast. Run by `make bench`."""
