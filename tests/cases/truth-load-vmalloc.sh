#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# vmalloc the same way, but without what makes stacks of tasks, of which no two looks
# of the witness would be the same.
. /tests/lib/kfix.sh
exec kfixture kstorm mmap,ids,read,files ktruth vmalloc
