#!/bin/sh
# A display, an accessibility bus and the real window, for one reader; run by dbus-run-session.
# usage: session.sh FOLDER LAUNCHER PYTHON TITLE
set -eu
folder=$1 launcher=$2 python=$3 title=$4
Xvfb -displayfd 3 -screen 0 1280x1024x24 -nolisten tcp 3>"$folder/display" 2>"$folder/xvfb" &
xvfb=$!
trap 'kill "$window" "$bus" "$xvfb" 2>/dev/null || true' EXIT
window=$xvfb bus=$xvfb
while ! [ -s "$folder/display" ]; do sleep 0.05; done
DISPLAY=:$(cat "$folder/display")
export DISPLAY
"$launcher" --launch-immediately 2>"$folder/bus" &
bus=$!
QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1 QT_QPA_PLATFORM=xcb \
    "$python" -c 'import sys; from wizard.cli import main; sys.exit(main([]))' 2>"$folder/window" &
window=$!
/usr/bin/python3 tests/a11y/reader.py "$title" >"$folder/heard" 2>"$folder/reader"
wait "$window"
