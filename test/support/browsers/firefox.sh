#!/bin/sh
# Firefox that dies with the process that started it, however that ends. (Chromium does so by itself: its
# debugging pipe closes.) What it prints goes to $FIREFOX_LOG, if that is said.
[ -z "$FIREFOX_LOG" ] || exec >>"$FIREFOX_LOG"
exec setpriv --pdeathsig KILL -- "${FIREFOX:-/usr/bin/firefox-esr}" "$@"
