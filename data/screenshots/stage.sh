# SPDX-License-Identifier: MIT
# What take.sh and tour.sh share: sourced with build and folder set, in a sealed room.

# The settings of a desktop: its typeface, and what a user has chosen before.
mkdir -p "$XDG_CONFIG_HOME/gtk-4.0" "$XDG_CONFIG_HOME/glib-2.0/settings"
printf '[Settings]\ngtk-font-name=Cantarell 11\n' >"$XDG_CONFIG_HOME/gtk-4.0/settings.ini"
export GSETTINGS_BACKEND=keyfile

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
  xdotool mousemove 720 20 search --sync --onlyvisible --name Weft >/dev/null
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
