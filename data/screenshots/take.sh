#!/bin/sh
# SPDX-License-Identifier: MIT
# take.sh BUILD [FOLDER [NAME...]]: takes the pictures of the studio anew, or those named, on a display of their own, into
# FOLDER (here). The race is a measurement: leave the machine alone meanwhile.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
if [ "${SEALED-}" != yes ]; then
  build=$1 folder=${2-$here}
  [ $# -lt 2 ] && shift || shift 2
  SEALED=yes exec "$here/../../tests/support/sealed" --bus sh "$0" "$build" "$folder" "${@-}"
fi
build=$1 folder=$2
shift 2
names=" $* "

. "$here/stage.sh"

# wants NAME...: whether one of these is asked for.
wants ()
{
  [ "$names" != '  ' ] || return 0
  for name; do
    case $names in *" $name "*) return 0 ;; esac
  done
  return 1
}

# take NAME: the window as it is now, with nothing pointed at.
take ()
{
  if wants "$1"; then
    import -window root -crop 1000x700+0+0 +repage "$folder/$1.png"
  fi
}

if wants studio state fan gallery; then
  "$build/app/weft" sample -q -n 6 -s 7 -o "$HOME/%d.png" >/dev/null
  choose "pace='pixels-per-second'" pixels-per-second=150.0
  open_studio "$HOME/5.png"
  xdotool key Return
  sleep 1
  xdotool key ctrl+Return
  sleep 4.6
  take studio
  act 1 pause
  act 1 inspector
  act 2 inspector-page "'state'"
  take state
  act 0.5 inspector
  act 6 fan
  take fan
  act 2 page "'gallery'"
  take gallery
  close_studio
fi

if wants grid; then
  choose "pace='fastest'" batch-count=16
  open_studio
  act 15 generate
  take grid
  close_studio
fi

if wants race; then
  choose "pace='fastest'" "checkpoint='digits'"
  open_studio
  act 1 page "'race'"
  act "${RACE_SECONDS-60}" measure
  take race
  close_studio
fi

if wants talk; then
  choose "pace='fastest'"
  open_studio "$here/../talks/linear-attention.talk"
  act 4 present
  act 1 scene-next
  act 8 scene-next
  take talk
  close_studio
fi
