# What a person types. `make` alone lists it.
SHELL := /bin/sh
VITEST := npx vitest run
.DEFAULT_GOAL := help
.PHONY: help demo test prove fuzz bench check types lint format imports dead build kernel docs tables pictures image

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

demo: ## install what is missing, break a VRRP pair, show the verdicts
	@tools/setup.sh demo
	@tools/demo.sh

test: ## everything: checks, unit, golden, end to end in real guests
	@tools/setup.sh test
	@$(MAKE) --silent check
	@node bin/backhoe.js kernel build
	@node bin/backhoe.js image build
	@tools/test.sh

prove: ## the long proofs: hundreds of trials, kills, repeats
	@tools/setup.sh test
	@node bin/backhoe.js kernel build
	@node bin/backhoe.js image build
	@PROVE=1 $(VITEST) test/proof test/fuzz/fuzz test/fuzz/read-back test/opinion test/phases test/topologies test/containerlab/virtual test/containerlab/matrix test/containerlab/kill test/containerlab/real-time test/conformance/cable test/mechanisms/vrrp/own test/mechanisms/frr/own test/mechanisms/network/own
	@CONFORM_RUNTIME=containerlab $(VITEST) test/conformance/impair test/conformance/lag test/conformance/vlan test/conformance/selector

fuzz: ## random labs against the theory: make fuzz LABS=25 SEED=7, make fuzz HOURS=2
	@tools/setup.sh test
	@node bin/backhoe.js kernel build
	@LABS='$(LABS)' HOURS='$(HOURS)' SEED='$(SEED)' SHRINK='$(SHRINK)' OUT='$(OUT)' JOURNALS='$(JOURNALS)' node --import jiti/register test/fuzz/main.ts

bench: ## ratios of one run, written to docs/benchmarks.md
	@tools/setup.sh bench
	@node bin/backhoe.js kernel build
	@node bin/backhoe.js image build
	@node --import jiti/register bench/run.ts

check: ## types, lint, format, imports, dead code
	@$(MAKE) --silent --jobs=$$(nproc) --output-sync=target lint types format imports dead

types lint format imports dead:
	@npm run --silent $@

build: ## bundle the command, the library and the agent into dist/
	@npm run --silent build

kernel: ## build the virtual-time kernel (once)
	@node bin/backhoe.js kernel build

docs: ## docs/reference.md and docs/mechanisms.md, from the doc comments of the sources
	@node --import jiti/register tools/write-reference.ts

tables: ## drawings and tables of docs/topologies.md, from a run of their own
	@tools/setup.sh demo
	@node --import jiti/register tools/write-drawings.ts
	@node bin/backhoe.js kernel build
	@node --import jiti/register tools/write-failures.ts

pictures: ## the README's picture of a report, from a run of its own
	@tools/setup.sh test
	@node bin/backhoe.js kernel build
	@node tools/write-pictures.mjs

image: ## build the image of container nodes (once)
	@node bin/backhoe.js image build
