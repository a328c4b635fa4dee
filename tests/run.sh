#!/bin/sh
# SPDX-License-Identifier: MIT
# Builds and runs every test: installs what this Debian system lacks, then all suites in a plain build, then
# engine and app once more under the address and undefined-behaviour sanitizers, and what shares memory between
# threads under the thread sanitizer. The last line says
# "N passed, M failed".
set -eu
house=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
. "$house/app/prepare.sh"

# give_up FOLDER: ends with the line that counts, when there is nothing to count.
give_up ()
{
  say "weft: $1 does not build, so nothing was tested"
  echo '0 passed, 1 failed'
  exit 1
}

# run_suites FOLDER [OPTION...]: builds what the suites need and runs them; what fails is counted at the end, from
# the log left behind.
run_suites ()
{
  folder=$1
  shift
  rm -f "$folder/meson-logs/testlog.json"
  meson test -C "$folder" --print-errorlogs "$@" || true
  [ -f "$folder/meson-logs/testlog.json" ] || give_up "$folder"
}

install_packages "$house/app/packages" "$house/tests/packages"

# All of it: what tests of the window and of the installation look for, no test depends on by name.
configure "$house/build-tests" -Dtests=enabled || give_up "$house/build-tests"
ninja -C "$house/build-tests" || give_up "$house/build-tests"
run_suites "$house/build-tests"

configure "$house/build-sanitize" -Dtests=enabled -Db_sanitize=address,undefined -Db_lundef=false ||
  give_up "$house/build-sanitize"
# GLib's slices would hide a use after free; a leak or an undefined operation ends the test program.
export G_SLICE=always-malloc
export ASAN_OPTIONS=fast_unwind_on_malloc=0:detect_stack_use_after_return=1
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
export LSAN_OPTIONS="suppressions=$house/tests/support/leaks.supp:print_suppressions=0"
run_suites "$house/build-sanitize" --suite engine --suite app --timeout-multiplier 4

# What threads share: the team of a step, the worker, and the jobs and races behind it.
configure "$house/build-threads" -Dtests=enabled -Db_sanitize=thread -Db_lundef=false || give_up "$house/build-threads"
export TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1
run_suites "$house/build-threads" --timeout-multiplier 4 team worker job race

"$house/tests/support/count-results.py" "$house/build-tests/meson-logs/testlog.json" \
  "$house/build-sanitize/meson-logs/testlog.json" "$house/build-threads/meson-logs/testlog.json"
