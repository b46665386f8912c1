#!/bin/sh
# A display and an accessibility bus here, the packed program in a root of its own; the home folder
# lies at the same place in both, and with it the sockets of both buses.
# usage: session.sh HOME LAUNCHER ROOT PROGRAM TITLE
set -eu
home=$1 launcher=$2 root=$3 program=$4 title=$5
here=$(cd "$(dirname "$0")" && pwd)
Xvfb -displayfd 3 -screen 0 1280x1024x24 -nolisten tcp 3>"$home/.display" 2>"$home/.xvfb" &
xvfb=$!
DBUS_SESSION_BUS_ADDRESS=unix:path=$home/session
export DBUS_SESSION_BUS_ADDRESS
dbus-daemon --session --nofork --nopidfile --address="$DBUS_SESSION_BUS_ADDRESS" 2>"$home/.dbus" &
dbus=$!
window=$xvfb bus=$xvfb
trap 'kill "$window" "$bus" "$xvfb" "$dbus" 2>/dev/null || true' EXIT
while ! [ -s "$home/.display" ] || ! [ -S "$home/session" ]; do sleep 0.05; done
DISPLAY=:$(cat "$home/.display")
export DISPLAY
"$launcher" --launch-immediately 2>"$home/.bus" &
bus=$!
QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1 QT_QPA_PLATFORM=xcb \
    sh "$here/inside.sh" "$root" "$home" "$program" >"$home/.window" 2>&1 &
window=$!
/usr/bin/python3 "$here/walker.py" "$home" "$title" >"$home/.saved" 2>"$home/.walker"
