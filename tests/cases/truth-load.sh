#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The objects that are of no process, while processes, threads, mappings and files come
# and go, names and policies change, and others read.
. /tests/lib/modules.sh
exec kfixture kstorm fork,exec,thread,mmap,ids,read,files ktruth -u load
