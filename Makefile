# Each target is a task of make.py, which also runs where there is no make: `python make.py site`.
PYTHON ?= python3

.PHONY: site test check live bench fmt lock clean
site test check live bench fmt lock clean:
	@$(PYTHON) make.py $@
