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
# kbuild puts objects next to the sources it sees, so it gets a tree of links to
# them in build/. Links to sources that are gone go as well.
.PHONY: driver
driver: driver-tree
	$(Q)$(KBUILD) modules
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

# A kernel built by clang takes modules built by clang. Whoever names CC= or LLVM= knows better.
KCONFIG = grep -qsx '$(1)' $(KDIR)/include/config/auto.conf $(KDIR)/.config
ifeq ($(origin CC)$(LLVM),default)
KCLANG = $(shell if $(call KCONFIG,CONFIG_CC_IS_CLANG=y); then \
	if $(call KCONFIG,CONFIG_LD_IS_LLD=y); then echo LLVM=1; else echo CC=clang; fi; fi)
endif
KBUILD = $(MAKE) $(S) -C $(KDIR) M=$(MODULE)/driver $(NO_BTF) $(KCLANG)

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

## generate: writes the generated files again, from uapi/specs/kintrospect.yaml
.PHONY: generate
generate:
	$(Q)uapi/kingen.py

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

## modules_install: only the driver, for KDIR (SIGN_KEY= and SIGN_CERT= sign it)
# kbuild's own target signs with a key that headers packages lack, and misses their
# System.map. So this does what that would: strip it, as debugging information is most of
# it, and then sign it, with the key of the kernel's own tree if there is one. What
# another release installed elsewhere, compressed perhaps, would be found in its place.
STRIP ?= $(if $(filter LLVM=1,$(KCLANG))$(LLVM),llvm-strip,$(CROSS_COMPILE)strip)
KO_DIR = $(DESTDIR)/lib/modules/$(KRELEASE)
SIGN_KEY ?= $(if $(shell $(call KCONFIG,CONFIG_MODULE_SIG_ALL=y) && echo y),$(wildcard $(KDIR)/certs/signing_key.pem))
SIGN_CERT ?= $(wildcard $(KDIR)/certs/signing_key.x509)
SIGN_HASH = $(or $(shell sed -n 's/^CONFIG_MODULE_SIG_HASH="\(.*\)"/\1/p' \
	$(KDIR)/include/config/auto.conf 2>/dev/null),sha256)
.PHONY: modules_install
modules_install: driver
	$(say) INSTALL "kintrospect.ko to $(DESTDIR)/lib/modules/$(KRELEASE)"
	$(Q)rm -f $(KO_DIR)/extra/kintrospect.ko* $(KO_DIR)/updates/kintrospect.ko*
	$(Q)mkdir -p $(KO_DIR)/updates && \
		$(STRIP) --strip-debug -o $(MODULE)/stripped.ko $(MODULE)/kintrospect.ko && \
		$(INSTALL) -m 644 $(MODULE)/stripped.ko $(KO_DIR)/updates/kintrospect.ko && \
		rm $(MODULE)/stripped.ko
	$(Q)$(if $(SIGN_KEY),$(KDIR)/scripts/sign-file $(SIGN_HASH) $(SIGN_KEY) $(SIGN_CERT) \
		$(KO_DIR)/updates/kintrospect.ko,:)
	$(Q)if [ -z "$(DESTDIR)" ]; then depmod $(KRELEASE); fi

## uninstall: what install installed, the driver of every kernel included
.PHONY: uninstall
uninstall:
	$(Q)printf '%s\n' "$$CLIENT_FILES" "$$PI_FILES" | while read -r mode file dir; do \
		dest=$(DESTDIR)$$dir/$${file##*/}; \
		case $$dir in $(SYSCONFDIR)/*) \
			[ ! -e "$$dest" ] || cmp -s "$$file" "$$dest" || { \
				echo "$$dest was edited, so it stays" >&2; continue; } ;; esac; \
		rm -f "$$dest"; \
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

# A package of sources for distributions has none.
-include tests/Makefile

## clean: removes build/
.PHONY: clean
clean:
	$(Q)rm -rf $(BUILD)

## help: this list
.PHONY: help
help:
	@echo "make [V=1] [TARGET...]"
	@echo
	@sed -n 's/^## \([^:]*\): \(.*\)/\1\t\2/p' Makefile $(wildcard tests/Makefile) | \
		awk -F '\t' '{ if (length($$1) > 15) printf "  %s\n  %-15s %s\n", $$1, "", $$2; \
			else printf "  %-15s %s\n", $$1, $$2 }'
	@echo
	@echo "tests/vm/run --help: any command in a VM with the driver loaded."
