#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What stacks of tasks are part of the same way, but without what makes them: no two looks
# of the witness would be the same.
. /tests/lib/modules.sh
exec kfixture kstorm mmap,ids,read,files ktruth -u load-without-tasks
