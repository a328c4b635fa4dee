#!/bin/sh
# SPDX-License-Identifier: MIT
# take.sh BUILD [FOLDER]: takes the pictures of the studio anew, on a display of their own, into FOLDER (here).
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
if [ "${3-}" != sealed ]; then
  exec "$here/../../tests/support/sealed" "$0" "$1" "${2-$here}" sealed
fi
build=$1 folder=$2

. "$here/stage.sh"

# take NAME: the window as it is now, with nothing pointed at.
take ()
{
  import -window root -crop 1000x700+0+0 +repage "$folder/$1.png"
}

"$build/app/weft" sample -q -n 6 -s 7 -o "$HOME/%d.png" >/dev/null
choose "pace='pixels-per-second'" pixels-per-second=150.0
open_studio "$HOME/5.png"
xdotool key Return
sleep 1
xdotool key ctrl+Return
sleep 4.6
take studio
xdotool key space
sleep 1
xdotool key shift+F9
sleep 1
xdotool mousemove 855 68 click 1 mousemove 720 20 # the tab of the state
sleep 2
take state
xdotool key shift+F9 f
sleep 6
take fan
xdotool key alt+3
sleep 2
take gallery
close_studio

choose "pace='fastest'" batch-count=16
open_studio
xdotool key ctrl+Return
sleep 15
take grid
close_studio

choose "pace='fastest'"
open_studio
xdotool key alt+2
sleep 1
xdotool key ctrl+Return
sleep 45
take race
close_studio

choose "pace='fastest'"
open_studio "$here/../talks/linear-attention.talk"
xdotool key F5
sleep 4
xdotool key Next Next
sleep 8
take talk
close_studio
