#!/bin/sh
# SPDX-License-Identifier: MIT
# tour.sh BUILD FOLDER [light|dark [WIDTH [MANNER]]]: takes a picture of every view and of every state of trouble into
# FOLDER, as NAME-THEME-WIDTH.png, in both themes and at both ends of the widths, or as told. MANNER is contrast (high),
# large (text of 200 %), mirrored (from right to left) or a language, such as de, and ends the name. To be looked at;
# nothing is kept here.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
if [ "${6-}" != sealed ]; then
  mkdir -p "$2"
  for theme in ${3-light dark}; do
    for width in ${4-1000 360}; do
      "$here/../../tests/support/sealed" --bus sh "$0" "$1" "$2" "$theme" "$width" "${5-}" sealed
    done
  done
  exit
fi
build=$1 folder=$2 theme=$3 width=$4 manner=$5
. "$here/stage.sh"

case $manner in
'') ;;
contrast) export ADW_DEBUG_HIGH_CONTRAST=1 ;;
large) echo 'gtk-xft-dpi=196608' >>"$XDG_CONFIG_HOME/gtk-4.0/settings.ini" ;;
mirrored) # GTK's own words are Hebrew, and with them its direction; in an English locale although ours are not
  localedef -i en_US -f UTF-8 "$HOME/en_US.UTF-8"
  export LOCPATH="$HOME" LC_ALL=en_US.UTF-8 LANGUAGE=he
  ;;
*) export LANGUAGE="$manner" ;;
esac

# settle KEY=VALUE...: what the next studio starts with, beside the theme and the size.
settle ()
{
  choose "theme='$theme'" "window-width=$width" window-height=700 "$@"
}

# take NAME: all that is on the screen.
take ()
{
  centre "$width"
  import -window root -trim +repage "$folder/$1-$theme-$width${manner:+-$manner}.png"
}

# end_studio: for good; the next one has nothing to offer.
end_studio ()
{
  close_studio
  rm -rf "${XDG_STATE_HOME:?}"/*
}

sidebar=true
[ "$width" -ge 600 ] || sidebar=false
"$build/app/weft" sample -q -n 4 -s 7 -o "$HOME/%d.png" >/dev/null
mkdir -p "$XDG_DATA_HOME/weft/library"
cp "$HOME"/?.png "$XDG_DATA_HOME/weft/library"

# Painting, and looking into it.
settle "pace='pixels-per-second'" pixels-per-second=300.0 sidebar-shown=$sidebar
open_studio
take idle
act 2 generate
take painting
act 1 pause
take paused
act 1 paint
xdotool mousemove 640 420 click 1 mousemove 660 420 click 1 key Right Down space
sleep 0.5
take paint
act 0 paint
act 1 undo
act 1 undo
act 1 undo
xdotool key ctrl+b
await_windows -gt 1
sleep 0.5
take branches
close_over
xdotool key F10
await_windows -gt 1
sleep 0.5
take menu
close_over
xdotool key ctrl+w
await_windows -gt 1
sleep 0.5
take closing
close_dialog
act 1 surprise
take surprise
act 0 surprise
act 1 reads
take reads
act 0 reads
act 1.5 inspector
for tab in pixel state memory timing; do
  act 1 inspector-page "'$tab'"
  take "inspector-$tab"
done
act 1.5 memory-choices
take surgery
act 0.5 inspector
act 3 branch
act 0.5 row-back
act 3 blend-branch 'uint32 0'
act 0 branches
await_windows -gt 1
sleep 0.5
take blend
close_over
open_dialog 1 export
take export
close_dialog
act 4 fan
take fan
act 0.5 escape
act 0 fan-size 16
act 5 fan
take fan-16
act 0.5 escape
open_dialog 1 preferences
take preferences
close_dialog
open_dialog 1 show-help-overlay
take shortcuts
close_dialog
open_dialog 1 train
take train
close_dialog
ask about
await_windows -gt 1
sleep 1
take about
close_dialog
open_dialog 1 audience
take audience
act 0 audience
await_windows -lt 2
act 1.5 page "'gallery'"
take gallery
xdotool mousemove $((width / 3 + 10)) 330 click 1 mousemove 720 20 # where no tooltip comes
sleep 1
open_dialog 1 details
take details
close_dialog
xdotool mousemove $((width / 3 + 10)) 330 click 1 key m Right m
sleep 1.5
take compare
xdotool key Escape mousemove 720 20
act 1 page "'race'"
take race-empty
act 20 generate
take race
act 2 race-numbers
take race-numbers
act 1 race-page "'scaling'"
take race-lengths
end_studio

# A talk.
settle sidebar-shown=$sidebar
open_studio "$here/../talks/linear-attention.talk"
await_windows -gt 1 # its scenes
sleep 0.5
take scenes
act 4 present
act 1 scene-next
act 4 scene-next
take talk
end_studio

# Trouble.
open_with_trouble ()
{
  name=$1
  shift
  open_studio "$@"
  take "$name"
  end_studio
}

printf 'no network at all' >"$HOME/broken.safetensors"
head -c 100000 "$here/../checkpoints/digits.safetensors" >"$HOME/cut.safetensors"
convert -size 32x32 plasma:red-blue "$HOME/holiday.png"
convert "$HOME/holiday.png" \( -size 32x32 xc:black -fill white -draw 'circle 15,15 15,4' \) -alpha off \
  -compose CopyOpacity -composite "$HOME/cut-out.png"
python3 - "$here/../checkpoints/digits.safetensors" "$HOME/bare.safetensors" <<'END'
import json, struct, sys
data = open(sys.argv[1], 'rb').read()
size, = struct.unpack('<Q', data[:8])
header = json.loads(data[8:8 + size])
header.pop('__metadata__')
text = json.dumps(header).encode().ljust(size)
open(sys.argv[2], 'wb').write(struct.pack('<Q', len(text)) + text + data[8 + size:])
END
open_with_trouble not-a-checkpoint "$HOME/broken.safetensors"
open_with_trouble truncated "$HOME/cut.safetensors"
open_with_trouble no-recipe "$HOME/holiday.png"
open_with_trouble transparent "$HOME/cut-out.png"
open_with_trouble facts "$HOME/bare.safetensors"
open_with_trouble recipe "$HOME/1.png"
"$build/app/weft" train -q "$HOME/holiday.png" --size tiny --steps 2 -o "$HOME/mine.safetensors" >/dev/null
"$build/app/weft" sample -q -m "$HOME/mine.safetensors" -o "$HOME/foreign.png" >/dev/null
mv "$HOME/mine.safetensors" "$HOME/found.safetensors"
open_with_trouble checkpoint-is-gone "$HOME/foreign.png"

# locate NAME FILE: the checkpoint that is gone is looked for where FILE is.
locate ()
{
  open_studio "$HOME/foreign.png"
  xdotool key alt+l
  sleep 1.5
  xdotool type --delay 20 "$2"
  sleep 0.5
  xdotool key Return
  sleep 1.5
  take "$1"
  end_studio
}

"$build/app/weft" train -q "$HOME/holiday.png" --size tiny --steps 3 -o "$HOME/other.safetensors" >/dev/null
locate checkpoint-is-found "$HOME/found.safetensors"
locate checkpoint-is-another "$HOME/other.safetensors"
locate checkpoint-does-not-fit "$here/../checkpoints/digits.safetensors"
"$here/spoil.py" age "$HOME/1.png" "$HOME/old.png"
open_with_trouble recipe-in-doubt "$HOME/old.png"
"$here/spoil.py" bare "$here/../checkpoints/digits.safetensors" "$HOME/bare.safetensors"
open_with_trouble facts-missing "$HOME/bare.safetensors"

# Numbers that overflow in the middle of a picture.
"$here/spoil.py" diverge "$here/../checkpoints/digits.safetensors" "$HOME/diverged.safetensors"
settle "pace='fastest'" sidebar-shown=$sidebar
open_studio "$HOME/diverged.safetensors"
act 3 generate
take not-finite
end_studio

# A disk that is full in the middle of an export.
settle "pace='fastest'" sidebar-shown=$sidebar "save-folder='$HOME'"
trap '' XFSZ
open_studio
act 2 generate
act 2 export
xdotool key Return
sleep 2
prlimit --pid "$studio" --fsize=100
sleep 2
take export-failed
end_studio
trap - XFSZ
settle "pace='pixels-per-second'" pixels-per-second=300.0 sidebar-shown=$sidebar
WEFT_DATADIR="$HOME/nothing" open_with_trouble no-model

# A large checkpoint on its way, one that is too large, and runs for which the system has no memory left.
python3 "$here/empty-checkpoint.py" "$HOME/loom-large.safetensors" 6 2048
python3 "$here/empty-checkpoint.py" "$HOME/loom-giant.safetensors" 64 8192
open_with_trouble too-large "$HOME/loom-giant.safetensors"
open_studio "$HOME/loom-large.safetensors"
sleep 1
take loading
act 1 cancel-loading
take loading-cancelled
end_studio

# leave MIB: how much more memory the studio may take.
leave ()
{
  prlimit --pid "$studio" --as=$(($(awk '/^VmSize/ { print $2 }' "/proc/$studio/status") * 1024 + $1 * 1048576))
}

open_studio
leave 116
act 1 generate-lanes "uint32 16"
take fewer-moments
xdotool key Return
sleep 2
take fewer-moments-kept
end_studio
python3 "$here/empty-checkpoint.py" "$HOME/loom-wide.safetensors" 8 1024
open_studio "$HOME/loom-wide.safetensors"
sleep 6
leave 141
act 1 generate-lanes "uint32 16"
take fewer-images
xdotool key Escape
end_studio

# A crash in the middle of a picture, and what the next start offers.
settle "pace='pixels-per-second'" pixels-per-second=20.0 sidebar-shown=$sidebar
open_studio
act 2 generate
kill -9 "$studio"
wait "$studio" || true
open_with_trouble after-a-crash
