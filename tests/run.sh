#!/bin/sh
# SPDX-License-Identifier: MIT
# Builds and runs every test: installs what this Debian system lacks, then all suites in a plain build, then
# engine and app once more under the address and undefined-behaviour sanitizers. The last line says
# "N passed, M failed".
set -eu
house=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
. "$house/app/prepare.sh"

# run_suites FOLDER [OPTION...]: builds all of it and runs; failures are counted at the end, from the log left behind.
run_suites ()
{
  folder=$1
  shift
  log=$folder/meson-logs/testlog.json
  rm -f "$log"
  ninja -C "$folder" && meson test -C "$folder" --no-rebuild --print-errorlogs "$@" || true
  if [ ! -f "$log" ]; then
    say "weft: $folder does not build, so nothing was tested"
    echo '0 passed, 1 failed'
    exit 1
  fi
}

install_packages "$house/app/packages" "$house/tests/packages"

configure "$house/build-tests" -Dtests=enabled
run_suites "$house/build-tests"

configure "$house/build-sanitize" -Dtests=enabled -Db_sanitize=address,undefined -Db_lundef=false
# GLib's slices would hide a use after free; a leak or an undefined operation ends the test program.
export G_SLICE=always-malloc
export ASAN_OPTIONS=fast_unwind_on_malloc=0:detect_stack_use_after_return=1
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
export LSAN_OPTIONS="suppressions=$house/tests/support/leaks.supp:print_suppressions=0"
run_suites "$house/build-sanitize" --suite engine --suite app --timeout-multiplier 4

"$house/tests/support/count-results.py" "$house/build-tests/meson-logs/testlog.json" \
  "$house/build-sanitize/meson-logs/testlog.json"
