#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Numbers of threads that are given again in the middle of a dump.
exec kreuse
