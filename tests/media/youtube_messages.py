"""YouTube's refusals as yt-dlp words them (``extractor/youtube/_video.py``, 2026.10.26)."""

from __future__ import annotations

_HINT = (
    "Use --cookies-from-browser or --cookies for the authentication. See  "
    "https://github.com/yt-dlp/yt-dlp/wiki/FAQ#how-do-i-pass-cookies-to-yt-dlp  for how to manually pass "
    "cookies"
)

MESSAGES = {
    "not-a-bot": f"Sign in to confirm you’re not a bot. {_HINT}",
    "rate-limited": (
        "Video unavailable. This content isn't available, try again later. The current session has been "
        "rate-limited by YouTube for up to an hour. It is recommended to use `-t sleep` to add a delay"
    ),
    "captcha": "Video unavailable. YouTube is requiring a captcha challenge before playback",
    "no-format": "Requested format is not available. Use --list-formats for a list of available formats",
    "age": f"Sign in to confirm your age. This video may be inappropriate for some users. {_HINT}",
    "private": f"Private video. Sign in if you've been granted access to this video. {_HINT}",
    "removed": "Video unavailable. This video has been removed by the uploader",
    "country": "The uploader has not made this video available in your country",
    "members": (
        "Join this channel to get access to members-only content like this video, and other exclusive perks."
    ),
}
