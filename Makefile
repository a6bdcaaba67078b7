# One line each; every target does its own set-up.
.DEFAULT_GOAL := help
PBJS := npx pbjs -t static-module -w esm --no-service --no-create --no-verify --no-convert --no-delimited --no-typeurl --dts

help:            ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /  make \1\t/' | expand -t 22

node_modules/.package-lock.json: package.json package-lock.json
	npm ci --no-audit --no-fund && touch $@

setup: node_modules/.package-lock.json ## install what the lockfile pins

proto: setup     ## generate proto/gen from proto/*.proto
	$(foreach n,host reader,$(PBJS) -r tillpost_$(n) -o proto/gen/$(n).js proto/$(n).proto &&) true

build: setup     ## compile to dist/
	npx tsc -p tsconfig.json && chmod +x dist/src/main.js

.PHONY: help setup proto build
