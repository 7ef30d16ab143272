# Everything a user or CI runs. `make demo` and `make test` install what is missing first.

SWIFT ?= swift
TOOLS := $(CURDIR)/.build/tools
export PATH := $(TOOLS)/bin:$(PATH)
NMS := .build/release/nms

.PHONY: demo test build dependencies format lint rtl area mutation bench reference nightly sanitize docs clean help

help:
	@echo 'make demo      build, generate the RTL and check it on the embedded images'
	@echo 'make test      the whole test suite'
	@echo 'make rtl       regenerate rtl/ from the default configuration'
	@echo 'make area      what the units take, by Yosys'
	@echo 'make mutation  small changes in the netlists, and how many the cosimulation sees'
	@echo 'make bench     speeds beside their yardsticks'
	@echo 'make reference scikit-learn and openTSNE, and the figures that tests hold DE-SNE to'
	@echo 'make nightly   the long campaigns'
	@echo 'make sanitize  the test suite under the address and thread sanitizers'
	@echo 'make docs      the documentation as web pages in .build/documentation'
	@echo 'make format    format the sources; make lint checks them'

demo:
	@Scripts/install-dependencies build $(TOOLS)
	$(SWIFT) build -c release --product nms
	$(NMS) doctor
	$(NMS) generate --preset small --output .build/demo
	$(NMS) cosim distance --dataset digits --engine native
	$(NMS) cosim distance --dataset digits --engine verilator

test: dependencies lint
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build

build:
	@Scripts/install-dependencies build $(TOOLS)
	$(SWIFT) build -c release --product nms

dependencies:
	@Scripts/install-dependencies test $(TOOLS)

lint:
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests Benchmarks Examples Fuzzer

format:
	$(SWIFT) format --in-place --recursive Package.swift Sources Tests Benchmarks Examples Fuzzer

rtl: build
	$(NMS) generate --output .

# The whole sampler goes module by module: some ten minutes for the three.
area: dependencies build
	$(NMS) area --preset edge
	$(NMS) area --unit memory --preset small --device ddr4-2400
	$(NMS) area --unit memory --preset small --device lpddr4-3200
	$(NMS) area --unit memory --preset small --device hbm2-2000
	$(NMS) area --unit sampler --preset small
	$(NMS) area --unit sampler --preset edge
	$(NMS) area --unit sampler --preset large

mutation: dependencies build
	Scripts/mutation $(NMS)

bench: dependencies
	$(SWIFT) build -c release --product nms-bench
	.build/release/nms-bench

# The implementations that `make bench` compares with, and the constants of ReferenceFigures.swift.
reference:
	@Scripts/install-reference .build/tools-tsne
	.build/tools-tsne/bin/python Scripts/reference-tsne.py figures

# All pairs of 256 images of both real data sets on all engines, with and without pauses.
# Then random searches, the arithmetic units over every input and the bank scheduler over ten million
# clocks (tests with NMS_SWEEPS=full), and 20,000 random circuits on every engine of the language.
nightly: dependencies build
	$(SWIFT) build -c release --product hdl-fuzz
	Scripts/nightly $(NMS) .build/release/hdl-fuzz

sanitize: export LSAN_OPTIONS = suppressions=$(CURDIR)/Scripts/leak-suppressions.txt:print_suppressions=0
sanitize: export TSAN_OPTIONS = suppressions=$(CURDIR)/Scripts/race-suppressions.txt:print_suppressions=0
sanitize: dependencies
	$(SWIFT) test --scratch-path .build/address --sanitize address
	$(SWIFT) test --scratch-path .build/thread --sanitize thread

docs:
	docc convert Documentation.docc --fallback-display-name 'Near-memory sampling' \
	  --fallback-bundle-identifier near-memory-sampling --warnings-as-errors \
	  --output-path .build/documentation

clean:
	rm -rf .build
