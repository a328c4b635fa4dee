# SPDX-License-Identifier: MIT
# What take.sh and tour.sh share: sourced with build and folder set, in a sealed room.

# The settings of a desktop: its typeface, and what a user has chosen before.
mkdir -p "$XDG_CONFIG_HOME/gtk-4.0" "$XDG_CONFIG_HOME/glib-2.0/settings"
printf '[Settings]\ngtk-font-name=Cantarell 11\n' >"$XDG_CONFIG_HOME/gtk-4.0/settings.ini"
export GSETTINGS_BACKEND=keyfile

# Without a compositor GTK draws a rim where a desktop has a shadow.
cat >"$XDG_CONFIG_HOME/gtk-4.0/gtk.css" <<'END'
window.csd, window.solid-csd { margin: 0; padding: 0; border: none; box-shadow: none; border-radius: 0; }
window.solid-csd { outline: 1px solid alpha(currentColor, 0.2); outline-offset: -1px; }
END

# choose KEY=VALUE...: what the next studio starts with.
choose ()
{
  { echo '[io/github/weft_studio/Weft]'; printf '%s\n' "$@"; } >"$XDG_CONFIG_HOME/glib-2.0/settings/keyfile"
}

# open_studio [FILE]: starts it and waits for its window.
open_studio ()
{
  "$build/ui/weft-studio" "$@" &
  studio=$!
  xdotool mousemove 720 20
  main=$(xdotool search --sync --onlyvisible --name Weft | head -n 1)
  sleep 3
}

close_studio ()
{
  kill "$studio"
  wait "$studio" || true
}

window=/io/github/weft_studio/Weft/window/1

# act SECONDS ACTION [PARAMETER]: in the window, as a key or a button would, and how long it takes until all is drawn;
# the parameter in GVariant's text. Needs a message bus.
act ()
{
  gdbus call --session --dest io.github.weft_studio.Weft --object-path "$window" \
    --method org.gtk.Actions.Activate "$2" "[${3+<$3>}]" '{}' >/dev/null
  sleep "$1"
}

# ask ACTION: of the program, not of a window.
ask ()
{
  gdbus call --session --dest io.github.weft_studio.Weft --object-path /io/github/weft_studio/Weft \
    --method org.gtk.Actions.Activate "$1" '[]' '{}' >/dev/null
}

# count_windows: the studio's own, and what lies over it.
count_windows ()
{
  xdotool search --onlyvisible --class weft-studio | wc -l
}

# await_windows COMPARISON NUMBER: until there are -gt or -lt so many, for at most 20 seconds.
await_windows ()
{
  for _ in $(seq 100); do
    [ "$(count_windows)" "$1" "$2" ] && return
    sleep 0.2
  done
  echo "$0: there are $(count_windows) windows, not $1 $2" >&2
  exit 1
}

# open_dialog SECONDS ACTION [PARAMETER]: like act, from when the dialog is there.
open_dialog ()
{
  seen=$(count_windows)
  act 0 "$2" ${3+"$3"}
  await_windows -gt "$seen"
  sleep "$1"
}

# close_over: closes what lies over the window by its key; waits until it is gone, however busy the machine is.
close_over ()
{
  seen=$(count_windows)
  xdotool key Escape
  await_windows -lt "$seen"
}

# close_dialog: the same for a window of its own, which gets the keys first, as from a window manager.
close_dialog ()
{
  for dialog in $(xdotool search --onlyvisible --class weft-studio); do
    [ "$dialog" = "$main" ] || xdotool windowfocus --sync "$dialog"
  done
  close_over
}

# centre WIDTH: lays every dialog over the middle of the window, as a window manager would, and makes it no wider.
centre ()
{
  for dialog in $(xdotool search --onlyvisible --class weft-studio); do
    eval "$(xdotool getwindowgeometry --shell "$dialog")"
    if [ "$WIDTH" -gt "$1" ]; then
      xdotool windowsize "$dialog" "$1" "$HEIGHT"
      sleep 0.5
    elif [ "$WIDTH" -lt "$1" ] && [ "$HEIGHT" -lt 700 ] && [ "$X" = 0 ]; then
      xdotool windowmove "$dialog" $((($1 - WIDTH) / 2)) $(((700 - HEIGHT) / 2))
      sleep 0.5
    fi
  done
}
