# Each target is a task of make.py, which also runs where there is no make: `python make.py site`.
PYTHON ?= python3

.PHONY: site test check live trainer book handout epub pack gettext bench fmt lock clean
site test check live trainer epub pack bench fmt lock clean:
	@$(PYTHON) make.py $@
gettext:
	@$(PYTHON) make.py $@ $(if $(BEGIN),--begin=$(BEGIN))
book handout:
	@$(PYTHON) make.py $@ $(if $(filter handout,$@),$(NAME)) $(if $(PAPER),--paper=$(PAPER)) $(if $(SIZE),--size=$(SIZE))
