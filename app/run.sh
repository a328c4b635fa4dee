#!/bin/sh
# SPDX-License-Identifier: MIT
# Opens the studio: installs what this Debian system lacks, builds, runs. All arguments go to weft-studio.
# Where no display can be opened, it paints one picture into a file instead and says where.
set -eu
house=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
. "$house/app/prepare.sh"
NO_DISPLAY=6

# new_picture: a name for a picture, not yet taken, in this folder, or at home when this one is not ours.
new_picture ()
{
  folder=$PWD number=0
  [ -w "$folder" ] || folder=${HOME:-/tmp}
  while [ -e "$folder/weft-$number.png" ]; do number=$((number + 1)); done
  printf '%s' "$folder/weft-$number.png"
}

install_packages "$house/app/packages"
configure "$house/build"
ninja -C "$house/build" programs

status=$NO_DISPLAY
if [ -n "${DISPLAY-}${WAYLAND_DISPLAY-}" ]; then
  # Where there is no session bus, nobody is to look for one, and settings go to a file of their own.
  [ -n "${DBUS_SESSION_BUS_ADDRESS-}" ] || [ -S "${XDG_RUNTIME_DIR-}/bus" ] ||
    export DBUS_SESSION_BUS_ADDRESS=disabled: GSETTINGS_BACKEND=keyfile
  status=0
  "$house/build/ui/weft-studio" "$@" || status=$?
fi
if [ "$status" = "$NO_DISPLAY" ]; then
  picture=$(new_picture)
  say "weft: there is no display for the studio's window; painting a picture instead"
  status=0
  "$house/build/app/weft" sample -o "$picture" || status=$?
  [ "$status" != 0 ] || say "weft: the picture is in $picture"
fi
exit "$status"
