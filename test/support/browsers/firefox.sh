#!/bin/sh
# Firefox that dies with the process that started it, however that ends. (Chromium does so by itself: its
# debugging pipe closes.)
exec setpriv --pdeathsig KILL -- "${FIREFOX:-/usr/bin/firefox-esr}" "$@"
