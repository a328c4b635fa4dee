#!/bin/sh
# SPDX-License-Identifier: MIT
# test-run.sh SOURCE: what app/run.sh does on systems of every kind, played with stand-ins for dpkg-query,
# apt-get, sudo, meson, ninja and the two programs; each writes down how it was called. Speaks TAP.
# shellcheck disable=SC2016
set -eu
source=$(cd "$1" && pwd)
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
count=0

# stand_in FILE BODY: an executable that notes its call and then does BODY.
stand_in ()
{
  mkdir -p "$(dirname "$1")"
  printf '#!/bin/sh\necho "%s $*" >>"%s/calls"\n%s\n' "$(basename "$1")" "$stage" "$2" >"$1"
  chmod +x "$1"
}

# set_stage: a house as after a build, on a system with every package; the user is root and has no display.
set_stage ()
{
  rm -rf "${stage:?}"/*
  mkdir -p "$stage/house/app" "$stage/house/build" "$stage/home" "$stage/tools"
  cp "$source/app/run.sh" "$source/app/prepare.sh" "$stage/house/app"
  printf 'gcc  # compiler\n\n# a remark\nmeson\n' >"$stage/house/app/packages"
  : >"$stage/house/build/build.ninja"
  for tool in sh env sed dirname cat; do ln -s "$(command -v "$tool")" "$stage/tools/$tool"; done
  stand_in "$stage/tools/dpkg-query" 'printf installed'
  stand_in "$stage/tools/apt-get" ''
  stand_in "$stage/tools/meson" ''
  stand_in "$stage/tools/ninja" ''
  stand_in "$stage/tools/id" 'echo 0'
  stand_in "$stage/house/build/ui/weft-studio" ''
  stand_in "$stage/house/build/app/weft" ''
  cd "$stage/home"
}

# play NAME STATUS EXPECTED [VARIABLE=VALUE...]: runs the script and compares its status and the calls it made,
# without those that only ask.
play ()
{
  name=$1 expected_status=$2 expected=$3 status=0
  shift 3
  env -i HOME="$stage/home" PATH="$stage/tools" "$@" sh "$stage/house/app/run.sh" 'a b' >"$stage/words" 2>&1 ||
    status=$?
  calls=$(grep -v -e '^dpkg-query' -e '^id' "$stage/calls" | sed -e "s|$stage|STAGE|g" -e 's/ *$//' || true)
  count=$((count + 1))
  if [ "$status" = "$expected_status" ] && [ "$calls" = "$expected" ]; then
    echo "ok $count - $name"
  else
    echo "not ok $count - $name"
    printf 'exit status %s, expected %s; calls:\n%s\nexpected:\n%s\nit said:\n' "$status" "$expected_status" \
      "$calls" "$expected" | sed 's/^/# /'
    sed 's/^/# /' "$stage/words"
  fi
}

ninja_call='ninja -C STAGE/house/build programs'
weft_call='weft sample -o STAGE/home/weft'

set_stage
play 'all is there: the studio, with its arguments' 0 "$ninja_call
weft-studio a b" DISPLAY=:7

set_stage
play 'on Wayland too' 0 "$ninja_call
weft-studio a b" WAYLAND_DISPLAY=wayland-0

set_stage
stand_in "$stage/house/build/ui/weft-studio" 'echo "settings in ${GSETTINGS_BACKEND-dconf}" >>"${0%/house/*}/calls"'
play 'no session bus: settings in a file' 0 "$ninja_call
weft-studio a b
settings in keyfile" DISPLAY=:7
rm "$stage/calls"
play 'a session bus: settings of the desktop' 0 "$ninja_call
weft-studio a b
settings in dconf" DISPLAY=:7 DBUS_SESSION_BUS_ADDRESS=unix:path=/run/bus

set_stage
stand_in "$stage/house/build/ui/weft-studio" 'exit 3'
play 'the status of the studio is ours' 3 "$ninja_call
weft-studio a b" DISPLAY=:7

set_stage
play 'no display: a picture' 0 "$ninja_call
$weft_call-0.png"

set_stage
stand_in "$stage/house/build/ui/weft-studio" 'exit 6'
play 'a display that does not open: a picture' 0 "$ninja_call
weft-studio a b
$weft_call-0.png" DISPLAY=:7

set_stage
touch "$stage/home/weft-0.png" "$stage/home/weft-1.png"
play 'no picture is overwritten' 0 "$ninja_call
$weft_call-2.png"

set_stage
stand_in "$stage/house/build/app/weft" 'exit 5'
play 'a picture that fails' 5 "$ninja_call
$weft_call-0.png"

set_stage
rm "$stage/house/build/build.ninja"
play 'the first build' 0 "meson setup STAGE/house/build STAGE/house
$ninja_call
$weft_call-0.png"

set_stage
stand_in "$stage/tools/ninja" 'exit 1'
play 'it does not build' 1 "$ninja_call" DISPLAY=:7

set_stage
stand_in "$stage/tools/dpkg-query" '[ "$4" = gcc ] && printf installed'
play 'root installs what is missing, and only that' 0 "apt-get update -q
apt-get install -y -q --no-install-recommends meson
$ninja_call
$weft_call-0.png"

set_stage
stand_in "$stage/tools/dpkg-query" 'printf config-files'
stand_in "$stage/tools/apt-get" '[ "$1" = install ]'
play 'removed counts as missing, a mute source does not matter' 0 "apt-get update -q
apt-get install -y -q --no-install-recommends gcc meson
$ninja_call
$weft_call-0.png"

set_stage
stand_in "$stage/tools/dpkg-query" 'exit 1'
stand_in "$stage/tools/apt-get" 'exit 100'
play 'an installation that fails ends it' 100 "apt-get update -q
apt-get install -y -q --no-install-recommends gcc meson"

set_stage
stand_in "$stage/tools/dpkg-query" 'exit 1'
stand_in "$stage/tools/id" 'echo 1000'
stand_in "$stage/tools/sudo" 'exec "$@"'
play 'anybody else goes through sudo' 0 "sudo env apt-get update -q
apt-get update -q
sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends gcc meson
apt-get install -y -q --no-install-recommends gcc meson
$ninja_call
$weft_call-0.png"

set_stage
stand_in "$stage/tools/dpkg-query" 'exit 1'
stand_in "$stage/tools/id" 'echo 1000'
play 'neither root nor sudo: says what to do' 1 ''
grep -qF 'apt-get update && apt-get install --no-install-recommends gcc meson' "$stage/words" ||
  echo "Bail out! the command to type is missing: $(cat "$stage/words")"

set_stage
rm "$stage/tools/dpkg-query"
play 'no Debian: builds in hope' 0 "$ninja_call
$weft_call-0.png"

echo "1..$count"
