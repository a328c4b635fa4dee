#!/bin/sh
# SPDX-License-Identifier: MIT
# check-studio.sh PREFIX: the installed studio, in a sealed room with a bus that knows PREFIX: the desktop starts it by its
# name, it finds its settings, its networks and its languages there, and a second call comes to the same process.
set -eu
prefix=$1 id=io.github.weft_studio.Weft
export GTK_A11Y=none

# call METHOD ARGUMENT...: as a desktop does that reads DBusActivatable=true.
call ()
{
  method=$1
  shift
  gdbus call --session --dest $id --object-path /io/github/weft_studio/Weft --method "org.freedesktop.Application.$method" "$@"
}

# windows N: waits until there are so many.
windows ()
{
  for _ in $(seq 300); do
    [ "$(xdotool search --onlyvisible --class weft-studio 2>/dev/null | wc -l)" = "$1" ] && return
    sleep 0.1
  done
  echo "there are not $1 windows"
  exit 1
}

call Activate '{}'
windows 1
describe=$(gdbus call --session --dest $id --object-path /io/github/weft_studio/Weft/window/1 \
  --method org.gtk.Actions.DescribeAll)
case $describe in
*"'generate': (true"*) ;;
*) echo "no network is found: $describe"; exit 1 ;;
esac
case $describe in
*"'letter-shortcuts'"*) ;;
*) echo "no settings are found: $describe"; exit 1 ;;
esac

"$prefix/bin/weft" sample -q -s 1 -o "$HOME/one.png" >/dev/null
call Open "['file://$HOME/one.png']" '{}'
windows 3 # the second window and, over it, the recipe

"$prefix/bin/weft-studio" --help | grep -q -- --version
LC_ALL='' LANG=C.UTF-8 LANGUAGE=de DISPLAY= "$prefix/bin/weft-studio" >"$HOME/said" 2>&1 && exit 1
grep -q kein "$HOME/said" # German
