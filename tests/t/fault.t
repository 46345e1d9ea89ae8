#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: debug
# time: 200
# limit: 3000
#
# Every allocation, and every copy to the reader, fails once: in dumps of all objects by
# all ways, and in loading. The kernel's leak detector looks on.
seed=${KINTRO_SEED:-1}
# shellcheck disable=SC2016 # for the guest's shell
exec tests/vm/run --kernel debug --memory 2048 --params proc=1 --timeout 2900 -- '/tests/lib/suite.sh \
	"kfault -s '"$seed"'" "kfault -s '"$seed"' -l /lib/modules/$(uname -r)/extra/kintrospect.ko"'
