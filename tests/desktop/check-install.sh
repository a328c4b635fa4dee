#!/bin/sh
# SPDX-License-Identifier: MIT
# check-install.sh BUILD PREFIX LINGUAS: what `meson install` puts into a prefix is complete, in every language of LINGUAS,
# and the programs find their data there even after the whole tree has moved.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
meson install -C "$1" --no-rebuild --destdir "$stage/first" >"$stage/log" 2>&1 || { cat "$stage/log"; exit 1; }
mv "$stage/first$2" "$stage/moved"

id=io.github.weft_studio.Weft
for file in bin/weft bin/weft-studio share/applications/$id.desktop share/metainfo/$id.metainfo.xml \
  share/glib-2.0/schemas/$id.gschema.xml share/mime/packages/$id.xml share/man/man1/weft.1 \
  share/man/man1/weft-studio.1 share/dbus-1/services/$id.service share/weft/talks/linear-attention.talk \
  share/bash-completion/completions/weft share/icons/hicolor/scalable/apps/$id.svg \
  share/icons/hicolor/symbolic/apps/$id-symbolic.svg share/weft/checkpoints/default \
  share/weft/checkpoints/characters.safetensors share/weft/checkpoints/digits.safetensors \
  $(sed -n 's|^\([a-z].*\)|share/locale/\1/LC_MESSAGES/weft.mo|p' "$3"); do
  [ -s "$stage/moved/$file" ] || { echo "not installed: $file"; (cd "$stage/moved" && find . -type f); exit 1; }
done

mkdir "$stage/home"
models=$(env -i HOME="$stage/home" PATH="$PATH" "$stage/moved/bin/weft" models)
echo "$models"
echo "$models" | grep -qF "$stage/moved/share/weft/checkpoints/characters.safetensors"

# Only the service names the prefix itself, as D-Bus asks for.
grep -qxF "Exec=$2/bin/weft-studio --gapplication-service" "$stage/moved/share/dbus-1/services/$id.service"
sed -i "s|^Exec=$2/|Exec=$stage/moved/|" "$stage/moved/share/dbus-1/services/$id.service"
glib-compile-schemas "$stage/moved/share/glib-2.0/schemas"
"$here/../support/sealed" env XDG_DATA_DIRS="$stage/moved/share:/usr/share" dbus-run-session -- "$here/check-studio.sh" "$stage/moved"
