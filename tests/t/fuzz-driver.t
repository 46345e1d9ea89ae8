#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: vm
# time: 150
# limit: 2700
#
# Changed requests, odd sequences of calls and odd reads of the files, in large numbers;
# some of them while memory is short. KINTRO_SEED=N for others than always the same.
seed=${KINTRO_SEED:-1}
exec tests/vm/run --memory 512 --params proc=1 --timeout 2500 -- "/tests/lib/suite.sh \
	'kfixture kfuzz $seed 100000' 'kstorm memory,fork kfuzz -n $seed 5000'"
