#!/bin/sh
# SPDX-License-Identifier: MIT
# check-mime.sh FILE: the desktop learns our file types and their endings.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/packages"
cp "$1" "$folder/packages/weft.xml"
update-mime-database "$folder" 2>&1
for line in '50:application/x-weft-moment:*.moment' '50:application/x-weft-talk:*.talk' '40:application/x-weft-checkpoint:*.safetensors'; do
  grep -qxF "$line" "$folder/globs2" || { echo "missing: $line"; cat "$folder/globs2"; exit 1; }
done
