# Every target does its own set-up. `make help` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/sh
BIN := node_modules/.bin
# npm replaces the very Node that is pinned, so it runs on the machine's own.
MACHINE_PATH := $(PATH)
# The pinned Node of the lockfile before the machine's own, which may be too old for the journal's driver.
export PATH := $(CURDIR)/$(BIN):$(PATH)
PBJS := $(BIN)/pbjs -t static-module -w esm --no-service --no-create --no-verify --no-convert --no-delimited --no-typeurl --dts
# Runs a quiet command with a word every few seconds, and fails as it fails.
ALIVE = alive() { "$$@" & pid=$$!; n=0; while kill -0 $$pid 2>/dev/null; do sleep 1; n=$$((n+1)); \
  [ $$((n % 4)) -ne 0 ] || echo "  … $${n} s"; done; wait $$pid; }; alive

help: ## this list
	@sed -nE 's/^([a-z0-9-]+):[^#]*## (.*)/  make \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|'

node_modules/.package-lock.json: package.json package-lock.json
	@echo "setup: installing what package-lock.json pins: Node 24, libraries, tools"
	@$(ALIVE) env PATH="$(MACHINE_PATH)" npm ci --no-audit --no-fund --engine-strict=false --loglevel=error
	@touch $@ && echo "setup: done, on Node $$(node --version)"

setup: node_modules/.package-lock.json ## install what the lockfile pins

format: setup ## lay out every file the one way, imports in order
	$(BIN)/eslint --fix .
	$(BIN)/prettier --write --log-level warn .

proto: setup ## generate proto/gen from proto/*.proto
	$(PBJS) -r tillpost_host -o proto/gen/host.js proto/host.proto
	$(PBJS) -r tillpost_reader -o proto/gen/reader.js proto/reader.proto

# Only tests that stand between a process and its disk or clock need these; they say so where no compiler made them.
shim: setup ## the libraries between a process and its disk, its clock (needs a C compiler)
	@if command -v $(CC) >/dev/null; then $(MAKE) --no-print-directory dist/hw-sim/power/shim.so dist/hw-sim/clock/shim.so; \
	else echo "no C compiler ($(CC)): tests of disk faults and clock jumps will say that they could not run"; fi

dist/hw-sim/%/shim.so: hw-sim/%/shim.c
	@mkdir -p $(@D)
	$(CC) -O2 -Wall -Wextra -shared -fPIC -o $@ $< -ldl -lpthread

# Beside the rule above: what shim.c includes.
dist/hw-sim/power/shim.so: hw-sim/power/stall.h hw-sim/power/fault.h

# The program's name in a checkout: npx itself refuses a package's own.
LINK = chmod +x dist/src/main.js && { [ "$$(readlink $(BIN)/tillpost)" = ../../dist/src/main.js ] || \
  ln -sf ../../dist/src/main.js $(BIN)/tillpost; }

build: setup ## compile everything to dist/, types checked
	@echo "build: compiling and checking types"
	@$(ALIVE) $(BIN)/tsc -p tsconfig.json
	@$(LINK)

# For who wants to see it run: agent and simulators only; `make check` and `make test` check the types.
parts: setup
	@echo "build: compiling agent and simulators"
	@$(ALIVE) $(BIN)/tsc -p hw-sim/tsconfig.run.json
	@$(LINK)

check: build ## static checks: types, lint, format, nothing dead, generated code is fresh
	$(BIN)/prettier --check --log-level warn .
	$(BIN)/knip
	$(BIN)/eslint .
	$(MAKE) --no-print-directory proto-fresh

proto-fresh: setup
	@out=$$(mktemp -d) && trap 'rm -rf "$$out"' EXIT && \
	for name in host reader; do \
	  $(PBJS) -r tillpost_$$name -o "$$out/$$name.js" proto/$$name.proto && \
	  for file in $$name.js $$name.d.ts; do \
	    cmp -s "$$out/$$file" proto/gen/$$file || { echo "proto/gen/$$file is stale: run 'make proto' and commit it"; exit 1; }; \
	  done; \
	done && echo "proto/gen is fresh"

docs: build ## write what is generated in the documents
	node dist/test/docs/write.js

test: build shim ## unit, property, contract and scenario tests
	$(BIN)/vitest run

smoke-22: build ## the oldest Node that is supported: the demo, and the tests of journal, sale and reader
	@env PATH="$(MACHINE_PATH)" npm ci --prefix .ci/node-22 --no-audit --no-fund --loglevel=error
	@export PATH="$(CURDIR)/.ci/node-22/node_modules/.bin:$$PATH" && echo "smoke on Node $$(node --version)" && \
	node dist/hw-sim/demo/main.js && node $(BIN)/vitest run test/journal/core test/sale test/reader test/cli/start.test.ts

# What the tests do not see: small wrongs are put into a folder one at a time, and its tests run on each. Prints the score of
# every file and what survived, with its place; keeps it in reports/mutants/. Hours for all of them, so not in CI.
#   make mutants FOLDER=src/domain            one of .ci/mutants/folders.mjs, or a folder or file below it
#   make mutants FOLDER=src/domain AGAIN=1    only what changed since the last run with AGAIN=1
mutants: setup ## what the tests do not see in FOLDER=src/domain, by mutants of it
	@env PATH="$(MACHINE_PATH)" npm ci --prefix .ci/mutants --ignore-scripts --legacy-peer-deps --no-audit --no-fund --loglevel=error
	@FOLDER=$(FOLDER) AGAIN=$(AGAIN) nice -n 19 node .ci/mutants/node_modules/@stryker-mutator/core/bin/stryker.js \
	  run .ci/mutants/stryker.config.mjs --logLevel warn

torture: build shim ## every fault, tried many times, one table; LEVEL=release for the long numbers, OUT=file keeps them
	node dist/test/torture/main.js --level $(or $(LEVEL),ci) $(if $(OUT),--out $(OUT))

full: check smoke-22 ## all that CI runs, and more courses and the torture programme at its release level: hours
	LEDGER_MODEL_RUNS=2000 KILLS=44 $(MAKE) --no-print-directory test
	$(MAKE) --no-print-directory torture LEVEL=release $(if $(OUT),OUT=$(OUT))

sim: parts ## worlds in one process from seeds: SEED=7 for one, RUNS=500 for more; WEEKS=20 for weeks of shop life
	@node dist/hw-sim/world/main.js --seed $(or $(SEED),1) $(if $(WEEKS),--weeks --runs $(WEEKS),--runs $(or $(RUNS),1)) $(if $(FAULT),--fault $(FAULT))

census: setup ## the tree in figures: files, long functions, wide folders, dead exports
	@node .ci/census.mjs

reliability: build ## write the table of RELIABILITY.md from RESULTS='result.json …' of a release run
	@node dist/test/torture/report/publish.js $(RESULTS)

demo: parts ## the main job, told line by line; FAULT=no-dedupe breaks it on purpose
	@node dist/hw-sim/demo/main.js $(if $(FAULT),--fault $(FAULT))

up: parts ## the same parts, kept running to play with; Ctrl-C stops them
	@node dist/hw-sim/up/main.js

clean: ## remove what was built
	rm -rf dist

.PHONY: help setup format proto shim build parts check proto-fresh docs test smoke-22 mutants torture full sim census reliability demo up clean
