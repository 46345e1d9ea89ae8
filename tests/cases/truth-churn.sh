#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The same while processes, threads and mappings come and go, names and policies
# change, and others read: what stays must be right, and there.
[ -e /proc/kwitness ] || insmod /files/kwitness.ko || exit
exec kfixture kstorm fork,exec,thread,mmap,ids,read ktruth -u churn
