#!/bin/sh
# SPDX-License-Identifier: MIT
# check-linkage.sh WEFT: the command line runs where there is no toolkit.
set -eu
toolkit=$(ldd "$1" | grep -E 'lib(gtk|gdk-|gsk|adwaita|pango|cairo|X11|wayland)' || true)
[ -z "$toolkit" ] || { echo "$1 links a toolkit:"; echo "$toolkit"; exit 1; }
ldd "$1" | grep -q 'libglib-2.0' || { echo "$1 links no GLib: is it the program?"; exit 1; }
