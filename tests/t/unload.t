#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: vm
# time: 120
# limit: 900
#
# rmmod with readers at work.
# shellcheck disable=SC2016 # for the guest's shell
exec tests/vm/run -- \
	'/tests/lib/suite.sh "kunload /lib/modules/$(uname -r)/extra/kintrospect.ko 1000"'
