#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: vm
# time: 60
# limit: 2700
#
# Promises that hold for every object: the same rows by every way, masks, filters,
# budgets, words for malformed requests, buffers of any size, requests for one row.
exec tests/vm/run --params proc=1 --modules zram -- "/tests/lib/suite.sh 'kfixture kparity' 'kfixture kcontract' 'kfixture krow'"
