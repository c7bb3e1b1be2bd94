# `make help` lists the targets.

CARGO ?= cargo
FUNCTIONS := vanity-convert vanity-lookup approval-request approval-decision approval-sweep synthetic-probe
# Passed to the program: make run ARGS="--port 9000 --memory", make tune ARGS=--misses
ARGS ?=
# What to measure, everything if empty: make bench PARTS="engine peers"
PARTS ?=

.DEFAULT_GOAL := help
.PHONY: help run build test calls lint lint-rust lint-data contact-flow check-infra bench tune package screenshots tools test-tools clean

help: ## Show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

run: tools ## Build and run everything on this machine, then take calls
	@echo "Building the functions, the local stack and the command vanity (a minute or two the first time)"
	$(CARGO) build --locked --profile local -p switchboard-local-stack -p switchboard-vanity-cli $(FUNCTIONS:%=-p switchboard-%)
	@exec target/local/local-stack --no-build $(ARGS)

build: tools ## Build all programs
	@# With the examples, cargo selects the features that the tests need, so `cargo test` builds no dependency again.
	$(CARGO) build --locked --workspace --bins --examples

test: test-tools build ## Run all tests
	@# The scenarios start the real binaries, which `cargo test` alone does not build.
	$(CARGO) test --locked --workspace

calls: tools ## Play the scripted calls through the contact flows, and report which transitions they take
	$(CARGO) build --locked --bin scripted-function --bin vanity-convert
	@$(CARGO) run --locked --quiet --bin calls -- $(ARGS)

lint: lint-rust lint-data ## Check format, lints, docs, dependencies, the API's description, mails, generated data, contact flows and infrastructure
	@target/debug/check-infra

lint-rust: tools
	$(CARGO) fmt --all --check
	$(CARGO) clippy --locked --workspace --all-targets -- -D warnings
	@# With the examples, for the same reason as in `build`: the dependencies that clippy has checked serve here too.
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --locked --workspace --no-deps --quiet --lib --bins --examples

lint-data: build
	@tools/checks/dependencies.sh
	@tools/checks/generated-data.sh
	@tools/checks/openapi.sh
	@tools/checks/mail-clients.sh
	@target/debug/contact-flow check

contact-flow: tools ## Write the flows' canonical form and diagram
	$(CARGO) run --locked --quiet --bin contact-flow -- check --write

check-infra: tools ## Check the infrastructure: Terraform, its tests, every environment, policies (ARGS=mistakes plants mistakes)
	$(CARGO) run --locked --quiet --bin check-infra -- $(ARGS)

bench: tools ## Measure the engine and its peers, the program, cold starts, sizes and memory
	@tools/checks/release-build.sh $(FUNCTIONS) hello-function
	@tools/package.sh $(FUNCTIONS) hello-function
	$(CARGO) build --locked --release -p switchboard-vanity-cli
	@$(CARGO) run --locked --quiet -p switchboard-bench -- $(PARTS)

tune: tools ## Report how good the weights of the ranking are, and fit them again
	$(CARGO) run --locked --quiet --release --bin tune -- $(ARGS)

package: tools ## Build and zip each function for Lambda, into target/package
	@tools/checks/release-build.sh $(FUNCTIONS)
	@tools/package.sh $(FUNCTIONS)

screenshots: test-tools build ## Take the screenshots of the documentation, into docs/images
	$(CARGO) run --locked -p switchboard-browser --example screenshots -- docs/images
	@if command -v optipng >/dev/null; then optipng -quiet docs/images/*.png; fi

tools:
	@tools/checks/compilers.sh

test-tools:
	@tools/checks/test-tools.sh

clean: ## Remove build output and the local stack's data
	$(CARGO) clean
	rm -rf .local
