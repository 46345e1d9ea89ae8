# SPDX-License-Identifier: GPL-2.0-only
#
# kintrospect: `make help` lists the targets. Everything is built in build/.

VERSION := $(shell sed -n 's/.*KINTROSPECT_VERSION[^"]*"\(.*\)".*/\1/p' uapi/version.h)
TOP := $(CURDIR)
BUILD := $(TOP)/build

# The kernel the driver is built for; ARCH and CROSS_COMPILE go to its kbuild.
KDIR ?= /lib/modules/$(shell uname -r)/build
override KDIR := $(abspath $(KDIR))
KRELEASE := $(shell sed -n 's/^.define UTS_RELEASE "\(.*\)"/\1/p' \
	$(KDIR)/include/generated/utsrelease.h 2>/dev/null)
MODULE = $(BUILD)/module/$(KRELEASE)

PREFIX ?= /usr/local
SYSCONFDIR ?= /etc
BINDIR := $(PREFIX)/bin
SBINDIR := $(PREFIX)/sbin
MANDIR := $(PREFIX)/share/man
DATADIR := $(PREFIX)/share/kintrospect
COMPLETIONDIR := $(PREFIX)/share/bash-completion/completions

CC ?= cc
CFLAGS ?= -O2 -g
WARN := -Wall -Wextra -Wmissing-prototypes -Wstrict-prototypes
DTC ?= dtc
INSTALL := install

# V=1 shows the commands.
ifeq ($(V),1)
Q :=
S :=
say := @:
else
Q := @
S := -s
say := @printf '  %-7s %s\n'
endif
MAKEFLAGS += --no-print-directory

export V

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:

## all: the driver for the running kernel (if its headers are there), the clients, and the overlay if there is dtc
MAKE_DTBO := $(if $(shell command -v $(DTC)),dtbo)
.PHONY: all
all: client $(MAKE_DTBO)
	$(Q)if [ -e $(KDIR)/Makefile ]; then \
		$(MAKE) driver; \
	else \
		echo "No driver was built: there are no kernel headers in $(KDIR)" >&2; \
		echo "(on Debian: apt install linux-headers-$$(dpkg --print-architecture 2>/dev/null || echo ARCH), or name others by KDIR=)." >&2; \
	fi

## client: the programs, in build/client
.PHONY: client
client:
	$(Q)$(MAKE) $(S) -C client O=$(BUILD)/client

## driver: kintrospect.ko for KDIR (ARCH=, CROSS_COMPILE=, W=1 and the like go to kbuild)
# kbuild puts objects beside the sources it sees, so it gets a tree of links to
# them in build/. Links to sources that are gone go as well.
.PHONY: driver
driver: driver-tree
	$(Q)$(MAKE) $(S) -C $(KDIR) M=$(MODULE)/driver $(NO_BTF) modules
	$(Q)cmp -s $(MODULE)/driver/kintrospect.ko $(MODULE)/kintrospect.ko || { \
		cp $(MODULE)/driver/kintrospect.ko $(MODULE)/kintrospect.ko && \
		printf '  %-7s %s\n' MODULE build/module/$(KRELEASE)/kintrospect.ko; }

# What cross needs to know of an ARCH: the compiler's prefix, a config that its
# kernels have, Debian's name for it.
CROSS_arm64 := aarch64-linux-gnu- CONFIG_ARM64 arm64
CROSS_arm := arm-linux-gnueabihf- CONFIG_ARM armhf
CROSS = $(CROSS_$(ARCH))
cross cross-client: CROSS_COMPILE ?= $(word 1,$(CROSS))
CROSS_CC = $(CROSS_COMPILE)gcc $(if $(SYSROOT),--sysroot=$(SYSROOT))

## cross: driver and clients for ARCH=arm64|arm and the kernel KDIR= (CROSS_COMPILE=, SYSROOT=), in build/
.PHONY: cross cross-client
cross:
	$(Q)[ -n "$(CROSS)" ] || { echo "make cross: ARCH=arm64 or ARCH=arm, please" >&2; exit 1; }
	$(Q)command -v $(CROSS_COMPILE)gcc >/dev/null || { \
		echo "There is no compiler $(CROSS_COMPILE)gcc" >&2; \
		echo "(on Debian: apt install gcc-$(patsubst %-,%,$(notdir $(CROSS_COMPILE))))." >&2; exit 1; }
	$(Q)grep -qsx '#define $(word 2,$(CROSS)) 1' $(KDIR)/include/generated/autoconf.h || { \
		echo "No configured kernel for $(ARCH) in KDIR=$(KDIR)" >&2; exit 1; }
	$(Q)$(MAKE) driver CROSS_COMPILE=$(CROSS_COMPILE)
	$(Q)$(MAKE) cross-client

cross-client:
	$(Q)if echo 'int main(void) { return 0; }' | \
		$(CROSS_CC) -x c -o /dev/null - -lmnl -lzstd -ljansson -lncursesw -ltinfo 2>/dev/null; then \
		$(MAKE) $(S) -C client O=$(BUILD)/client-$(ARCH) SHARE=$(BUILD)/client-$(ARCH)/share \
			CROSS_COMPILE=$(CROSS_COMPILE) CC="$(CROSS_CC)" \
			LIBS=-lmnl ZSTD_LIBS=-lzstd JSON_LIBS=-ljansson \
			CURSES_LIBS="-lncursesw -ltinfo" && \
		printf '  %-7s %s\n' CLIENT build/client-$(ARCH)/kintro; \
	else \
		echo "No clients were built: $(strip $(CROSS_CC)) finds no libmnl, libzstd, Jansson and ncurses" >&2; \
		echo "(on Debian: dpkg --add-architecture $(word 3,$(CROSS)), apt install" \
			"libmnl-dev:$(word 3,$(CROSS)) libzstd-dev:$(word 3,$(CROSS)) libjansson-dev:$(word 3,$(CROSS)) libncurses-dev:$(word 3,$(CROSS)); or name a SYSROOT=)." >&2; \
	fi

# BTF of a module takes the kernel's vmlinux, which headers packages lack; kbuild
# would say so at every build.
NO_BTF = $(if $(wildcard $(KDIR)/vmlinux),,CONFIG_DEBUG_INFO_BTF_MODULES=)

.PHONY: driver-tree
driver-tree:
	$(Q)[ -n "$(KRELEASE)" ] || { \
		echo "No configured kernel in KDIR=$(KDIR)" >&2; exit 1; }
	$(Q)mkdir -p $(MODULE) && cp -rsf $(TOP)/driver $(TOP)/uapi $(MODULE)/ && \
		find -L $(MODULE) -type l -delete

## dtbo: the Raspberry Pi's overlay, build/dts/kintrospect.dtbo
.PHONY: dtbo
dtbo: $(BUILD)/dts/kintrospect.dtbo
	@:

# dtc wants a reg for every @, which a fragment has not.
$(BUILD)/dts/%.dtbo: dts/%-overlay.dts
	$(say) DTC build/dts/$*.dtbo
	$(Q)mkdir -p $(@D)
	$(Q)$(DTC) -@ -q -Hepapr -Wno-unit_address_vs_reg -I dts -O dtb -o $@ $<

# Programs of the tests for the host, one a source file.
HOST_BIN := $(patsubst tests/host/%.c,$(BUILD)/host/%,$(wildcard tests/host/*.c))

## host-bin: the tests' own programs for the host, in build/host
.PHONY: host-bin
host-bin: $(HOST_BIN)
	@:

$(HOST_BIN): $(BUILD)/host/%: tests/host/%.c
	$(say) CC build/host/$*
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(WARN) -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -MMD -MP -o $@ $< -lfdt

# Programs of the tests that run in the guest: one a source file, and what they share.
# The files of tests/truth end in one struct each, which a list that is made here names.
GUEST := $(wildcard tests/guest/*.c)
GUEST_BIN := $(GUEST:tests/guest/%.c=$(BUILD)/tests/%)
TRUTH := $(patsubst tests/truth/%.c,truth_%,$(wildcard tests/truth/*.c))
GUEST_SRC := $(wildcard tests/guest/lib/*.c tests/truth/*.c tests/witness/*.c tests/fixture/*.c)
GUEST_OBJ := $(GUEST_SRC:tests/%.c=$(BUILD)/tests/obj/%.o) $(BUILD)/tests/obj/truth_list.o
GUEST_LIB := $(BUILD)/tests/obj/libkt.a
GUEST_CC = $(CC) $(WARN) $(CFLAGS) -pthread -Iuapi -Itests/guest/lib -Itests/witness \
	-Itests/fixture -MMD -MP

## tests-bin: the tests' own programs for the guest, in build/tests
.PHONY: tests-bin
tests-bin: $(GUEST_BIN)
	@:

$(GUEST_BIN): $(BUILD)/tests/%: tests/guest/%.c $(GUEST_LIB) | $(BUILD)/tests/.d
	$(say) CC build/tests/$*
	$(Q)$(GUEST_CC) -MF $(BUILD)/tests/.d/$(@F).d -o $@ $< $(GUEST_LIB) -Wl,--as-needed \
		-ljansson -lzstd -lm

$(GUEST_LIB): $(GUEST_OBJ)
	$(Q)rm -f $@
	$(Q)$(AR) crs $@ $^

$(BUILD)/tests/obj/%.o: tests/%.c
	$(Q)mkdir -p $(@D)
	$(Q)$(GUEST_CC) -o $@ -c $<

$(BUILD)/tests/obj/truth_list.o: $(BUILD)/tests/obj/truth_list.c
	$(Q)$(GUEST_CC) -o $@ -c $<

# Written again only if a file of tests/truth came or went.
.PHONY: truth-list
truth-list:
$(BUILD)/tests/obj/truth_list.c: truth-list
	$(Q)mkdir -p $(@D)
	$(Q){ echo '#include "truth.h"'; printf 'extern const struct truth_object %s;\n' $(TRUTH); \
		echo 'const struct truth_object * const truth_objects[] = {'; \
		printf '\t&%s,\n' $(TRUTH); printf '\tNULL\n};\n'; } >$@.new
	$(Q)cmp -s $@.new $@ && rm $@.new || mv $@.new $@

$(BUILD)/tests/.d:
	$(Q)mkdir -p $@

# Unit tests of the clients' library, which is compiled for them with sanitizers.
UNIT := $(wildcard tests/unit/test_*.c)
UNIT_BIN := $(UNIT:tests/unit/%.c=$(BUILD)/unit/%)
# What of kintro-top knows of no screen.
TOP_PARTS := $(addprefix client/top/,snapshot.c column.c pick.c list.c set.c pane.c fields.c matrix.c)
UNIT_OBJ := $(patsubst client/%.c,$(BUILD)/unit/client/%.o,$(wildcard client/lib/*.c client/gen/*.c) \
	$(TOP_PARTS))
UNIT_CFLAGS := $(WARN) -std=gnu11 -D_GNU_SOURCE -O1 -g -fno-omit-frame-pointer \
	-fsanitize=address,undefined -fno-sanitize-recover=all -Iuapi -Iclient -Iclient/lib

## unit-bin: the unit tests, in build/unit
.PHONY: unit-bin
unit-bin: $(UNIT_BIN)
	@:

$(BUILD)/unit/client/%.o: client/%.c
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(UNIT_CFLAGS) -MMD -MP -c -o $@ $<

$(UNIT_BIN): $(BUILD)/unit/%: tests/unit/%.c $(UNIT_OBJ)
	$(say) CC build/unit/$*
	$(Q)$(CC) $(UNIT_CFLAGS) -Itests/unit -MMD -MP -MF $@.d -o $@ $< $(UNIT_OBJ) -lcmocka -lmnl -lzstd -ljansson -lm

# All of kintro-top but its main(), to be refreshed many times.
FLAT_OBJ := $(patsubst client/%.c,$(BUILD)/unit/client/%.o,$(filter-out client/top/main.c, \
	$(wildcard client/lib/*.c client/gen/*.c client/top/*.c)))

## flat-bin: kintro-top's parts in a loop that looks at its memory, build/unit/flat
.PHONY: flat-bin
flat-bin: $(BUILD)/unit/flat
	@:

$(BUILD)/unit/flat: tests/top/flat.c $(FLAT_OBJ)
	$(say) CC build/unit/flat
	$(Q)$(CC) $(UNIT_CFLAGS) -pthread -MMD -MP -MF $@.d -o $@ $< $(FLAT_OBJ) -lutil \
		-lmnl -lzstd -lncursesw -ltinfo -lm

-include $(wildcard $(BUILD)/host/*.d $(BUILD)/tests/.d/*.d $(BUILD)/tests/obj/*/*.d $(BUILD)/tests/obj/*/*/*.d $(BUILD)/unit/*.d $(BUILD)/unit/client/*/*.d)

# Fuzzing of recordings: without a fuzzer for the checks, with clang's by hand.
FUZZ_SRC := $(wildcard client/lib/*.c client/gen/*.c) $(TOP_PARTS) tests/fuzz/record.c

## fuzz-bin: the fuzzed function with changes that are always the same, build/fuzz/record
.PHONY: fuzz-bin fuzz
fuzz-bin: $(BUILD)/fuzz/record
	@:

$(BUILD)/fuzz/record: tests/fuzz/main.c tests/fuzz/record.c tests/fuzz/fuzz.h $(UNIT_OBJ)
	$(say) CC build/fuzz/record
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(UNIT_CFLAGS) -Itests/fuzz -o $@ $(filter %.c %.o,$^) -lmnl -lzstd -lm

## fuzz: clang's fuzzer on recordings, FUZZ_TIME= seconds (60); what it finds is in build/fuzz
FUZZ_TIME ?= 60
FUZZ_ARGS ?= -max_total_time=$(FUZZ_TIME)
fuzz: fuzz-bin
	$(say) CLANG build/fuzz/record-libfuzzer
	$(Q)clang $(filter-out -fsanitize%,$(UNIT_CFLAGS)) -fsanitize=fuzzer,address,undefined \
		-fno-sanitize-recover=all -Itests/fuzz -o $(BUILD)/fuzz/record-libfuzzer \
		$(FUZZ_SRC) -lmnl -lzstd -lm
	$(Q)mkdir -p $(BUILD)/fuzz/corpus && $(BUILD)/fuzz/record --seeds $(BUILD)/fuzz/corpus
	$(Q)cd $(BUILD)/fuzz && ./record-libfuzzer -max_len=200000 -timeout=10 $(FUZZ_ARGS) corpus

## generate: writes the generated files again, from uapi/specs/kintrospect.yaml
.PHONY: generate
generate:
	$(Q)uapi/kingen.py

## demo: a short tour in a VM, then a shell there
.PHONY: demo
demo:
	$(Q)tests/demo

## check: everything: builds, lint, unit tests, tests in VMs; the last line counts
## check-all: the same, with all that runs in a guest on every kernel; prints the grid
## check-unit: only the tests that need no VM
## check-vm: only the tests in VMs (T="pattern ..." chooses among them)
.PHONY: check check-all check-unit check-vm
check:
	$(Q)tests/check all
check-all:
	$(Q)tests/check everything
check-unit:
	$(Q)tests/check unit
check-vm:
	$(Q)tests/check vm $(T)

## soak: fuzzing, unloading, churn and failing allocations for SHARE= minutes (30); shares add up in a log
## soak-status: what has added up; soak-table: writes docs/soak.md from the log
SHARE ?= 30
.PHONY: soak soak-status soak-table
soak:
	$(Q)tests/soak run $(SHARE) $(WHAT)
soak-status:
	$(Q)tests/soak status
soak-table:
	$(Q)tests/soak table

# The guest's part of the benchmarks: with the library's own decoding of rows.
# bench-bpf, the comparison with BPF, takes clang and libbpf: tests/bench/run
# asks for it where they are.
BENCH_SRC := $(addprefix tests/bench/,bench.c util.c proc.c nl.c decode.c tasks.c vmas.c objects.c \
	writer.c) \
	client/lib/rows.c client/lib/error.c client/gen/kc_gen.c
BENCH_BIN := $(BUILD)/tests/bench $(BUILD)/tests/bench-crowd $(BUILD)/tests/bench-pty
BENCH_CC = $(CC) $(WARN) $(CFLAGS) -D_GNU_SOURCE -MMD -MP -MF $(BUILD)/tests/.d/$(@F).d -o $@

$(BUILD)/tests/bench: $(BENCH_SRC) | $(BUILD)/tests/.d
	$(say) CC build/tests/$(@F)
	$(Q)$(BENCH_CC) -Iuapi -Iclient -Iclient/lib $(BENCH_SRC) -lmnl

$(BUILD)/tests/bench-crowd: tests/bench/crowd.c | $(BUILD)/tests/.d
	$(say) CC build/tests/$(@F)
	$(Q)$(BENCH_CC) -static $<

$(BUILD)/tests/bench-pty: tests/bench/pty.c | $(BUILD)/tests/.d
	$(say) CC build/tests/$(@F)
	$(Q)$(BENCH_CC) $<

$(BUILD)/tests/bench-bpf: tests/bench/bpf/load.c $(BUILD)/bpf/tasks.o | $(BUILD)/tests/.d
	$(say) CC build/tests/$(@F)
	$(Q)$(BENCH_CC) -DBPF_OBJECT='"$(BUILD)/bpf/tasks.o"' $< -lbpf

$(BUILD)/bpf/tasks.o: tests/bench/bpf/tasks.c tests/bench/bpf/row.h
	$(say) CLANG build/bpf/tasks.o
	$(Q)mkdir -p $(@D)
	$(Q)clang -O2 -g -target bpf -Wall -I/usr/include/$(shell uname -m)-linux-gnu -c -o $@ $<

.PHONY: bench-bin bench-bpf
bench-bin: $(BENCH_BIN)
bench-bpf: $(BUILD)/tests/bench-bpf

## bench: the speed of dumps against /proc and BPF, of kintro-top against top and htop
.PHONY: bench
bench:
	$(Q)tests/bench/run

## screenshots: pictures of kintro-top in docs/, from a recording made in a VM
.PHONY: screenshots
screenshots:
	$(Q)tests/screenshots

LINTS := $(patsubst tests/lint/%.sh,%,$(wildcard tests/lint/*.sh))

## lint: all static checks; lint-NAME: one of them (tests/lint/NAME.sh)
.PHONY: lint $(LINTS:%=lint-%)
lint:
	$(Q)tests/lint/run
$(LINTS:%=lint-%): lint-%:
	$(Q)tests/lint/run $*

## indent, checkpatch, sa, sa_sparse, sa_gcc, sa_flawfinder, sa_cppcheck: parts of lint
.PHONY: indent checkpatch sa sa_sparse sa_gcc sa_flawfinder sa_cppcheck
indent: lint-whitespace
checkpatch: lint-checkpatch
sa: sa_sparse sa_gcc sa_flawfinder sa_cppcheck
sa_sparse: lint-sparse
sa_gcc: lint-gcc
sa_flawfinder: lint-flawfinder
sa_cppcheck: lint-cppcheck

## install: programs, manual pages, schema, spec, and the driver if it was built (DESTDIR=, PREFIX=)
.PHONY: install
install: install-client
	$(Q)if [ -n "$(KRELEASE)" ] && [ -e $(MODULE)/kintrospect.ko ]; then \
		$(MAKE) modules_install; \
	else \
		echo "No driver for the kernel of KDIR=$(KDIR) was built, so none was installed." >&2; \
	fi

# A file a line: where it comes from, and where it goes.
define CLIENT_FILES
755 build/client/kintro $(BINDIR)
755 build/client/kintro-top $(BINDIR)
644 client/man/kintro.8 $(MANDIR)/man8
644 client/man/kintro-top.8 $(MANDIR)/man8
644 client/man/kintrospect.4 $(MANDIR)/man4
644 client/completion/kintro $(COMPLETIONDIR)
644 client/completion/kintro-top $(COMPLETIONDIR)
644 build/share/kintro-1.schema.json $(DATADIR)
644 uapi/specs/kintrospect.yaml $(DATADIR)/specs
644 uapi/linux/kintrospect.h $(PREFIX)/include/linux
644 uapi/linux/kintrospect_rows.h $(PREFIX)/include/linux
644 packaging/modprobe.d/kintrospect.conf $(SYSCONFDIR)/modprobe.d
endef
export CLIENT_FILES

define PI_FILES
755 packaging/pi/kintrospect-pi $(SBINDIR)
644 packaging/pi/kintrospect-pi.8 $(MANDIR)/man8
644 build/dts/kintrospect.dtbo $(DATADIR)/overlays
644 dts/README $(DATADIR)/overlays
endef
export PI_FILES

define INSTALL_FILES
while read -r mode file dir; do \
		[ -e "$$file" ] || continue; \
		case $$dir in $(SYSCONFDIR)/*) \
			[ ! -e "$(DESTDIR)$$dir/$${file##*/}" ] || continue ;; esac; \
		$(INSTALL) -D -m "$$mode" "$$file" "$(DESTDIR)$$dir/$${file##*/}" || exit 1; \
	done
endef

# The overlay goes wherever programs for ARM go; on a Raspberry Pi kintrospect-pi
# puts it where the firmware looks.
ON_ARM := $(filter arm% aarch64%,$(shell $(CC) -dumpmachine))
.PHONY: install-client
install-client: client $(if $(and $(ON_ARM),$(MAKE_DTBO)),install-pi)
	$(say) INSTALL "programs, manual pages and data to $(DESTDIR)$(PREFIX)"
	$(Q)echo "$$CLIENT_FILES" | $(INSTALL_FILES)

## install-pi: the overlay and kintrospect-pi; a part of install on ARM
.PHONY: install-pi
install-pi: dtbo
	$(say) INSTALL "the overlay and kintrospect-pi to $(DESTDIR)$(PREFIX)"
	$(Q)echo "$$PI_FILES" | $(INSTALL_FILES)

## modules_install: only the driver, for KDIR
.PHONY: modules_install
modules_install: driver
	$(say) INSTALL "kintrospect.ko to $(DESTDIR)/lib/modules/$(KRELEASE)"
	$(Q)$(MAKE) $(S) -C $(KDIR) M=$(MODULE)/driver $(NO_BTF) \
		INSTALL_MOD_PATH=$(DESTDIR) modules_install
	$(Q)if [ -z "$(DESTDIR)" ]; then depmod $(KRELEASE); fi

## uninstall: what install installed, the driver of every kernel included
.PHONY: uninstall
uninstall:
	$(Q)printf '%s\n' "$$CLIENT_FILES" "$$PI_FILES" | while read -r mode file dir; do \
		rm -f "$(DESTDIR)$$dir/$${file##*/}"; \
	done
	$(Q)rmdir -p --ignore-fail-on-non-empty $(DESTDIR)$(DATADIR)/specs $(DESTDIR)$(DATADIR)/overlays 2>/dev/null || :
	$(Q)for ko in $(DESTDIR)/lib/modules/*/*/kintrospect.ko*; do \
		[ -e "$$ko" ] || continue; \
		rm -f "$$ko"; \
		release=$${ko#$(DESTDIR)/lib/modules/}; \
		[ -n "$(DESTDIR)" ] || depmod "$${release%%/*}"; \
	done

DKMS := /usr/src/kintrospect-$(VERSION)

## dkms-install: the driver's source for DKMS, which builds it for every kernel to come
.PHONY: dkms-source dkms-install dkms-uninstall
dkms-source:
	$(Q)mkdir -p $(DESTDIR)$(DKMS)
	$(Q)cp -r driver uapi $(DESTDIR)$(DKMS)/
	$(Q)sed 's/@VERSION@/$(VERSION)/' packaging/dkms.conf.in >$(DESTDIR)$(DKMS)/dkms.conf
dkms-install: dkms-source
	$(Q)dkms install kintrospect/$(VERSION)
## dkms-uninstall: takes it away again
dkms-uninstall:
	$(Q)-dkms remove kintrospect/$(VERSION) --all
	$(Q)rm -rf $(DESTDIR)$(DKMS)

# A copy of the tree, for dpkg wants its folder at the top and writes there.
## deb: Debian packages of programs and driver (DKMS), in build/deb
.PHONY: deb
deb:
	$(Q)packaging/deps build package
	$(Q)rm -rf $(BUILD)/deb && mkdir -p $(BUILD)/deb/kintrospect
	$(Q)cp -r Makefile client driver dts uapi packaging $(BUILD)/deb/kintrospect/
	$(Q)cp -r packaging/debian $(BUILD)/deb/kintrospect/
	$(Q)printf 'kintrospect ($(VERSION)) unstable; urgency=medium\n\n  * Release $(VERSION).\n\n -- The kintrospect authors <kintrospect@localhost>  %s\n' \
		"$$(date -R)" >$(BUILD)/deb/kintrospect/debian/changelog
	$(Q)cd $(BUILD)/deb/kintrospect && dpkg-buildpackage -b -us -uc >$(BUILD)/deb/log 2>&1 || \
		{ tail -n 20 $(BUILD)/deb/log >&2; exit 1; }
	$(Q)ls $(BUILD)/deb/*.deb

## clean: removes build/
.PHONY: clean
clean:
	$(Q)rm -rf $(BUILD)

## help: this list
.PHONY: help
help:
	@echo "make [V=1] [TARGET...]"
	@echo
	@sed -n 's/^## \([^:]*\): \(.*\)/\1\t\2/p' Makefile | \
		awk -F '\t' '{ if (length($$1) > 15) printf "  %s\n  %-15s %s\n", $$1, "", $$2; \
			else printf "  %-15s %s\n", $$1, $$2 }'
	@echo
	@echo "tests/vm/run --help: any command in a VM with the driver loaded."
