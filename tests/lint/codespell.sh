#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
command -v codespell >/dev/null || { echo "SKIP no codespell"; exit; }
# words of the kernel and of this project that look like typing errors
words=vas,bu,parm,cas,te,fo,ist,mmaped,creat,ro,anc,hist,som,ser,uptodate,ans
# and typing errors that tests make
words+=,taks,commnd,siz
mapfile -t files < <(tests/lint/files all)
codespell --ignore-words-list="$words" --quiet-level=35 "${files[@]}" 2>&1
