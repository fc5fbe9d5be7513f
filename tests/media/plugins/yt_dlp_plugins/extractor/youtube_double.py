"""YouTube without the internet: what a video is or how it is refused stands in a file of the test."""

from __future__ import annotations

import json
import os
from pathlib import Path

from yt_dlp.extractor.common import InfoExtractor, SearchInfoExtractor
from yt_dlp.utils import ExtractorError


def _videos() -> dict:
    return json.loads(Path(os.environ["ARRTUI_TEST_YOUTUBE"]).read_text(encoding="utf-8"))


class YoutubeDoubleIE(InfoExtractor):
    _VALID_URL = r"https?://(?:www\.)?youtube\.com/watch\?v=(?P<id>[\w-]+)"
    IE_NAME = "youtube:double"

    def _real_extract(self, url: str) -> dict:
        videos = _videos()
        video = videos.get(self._match_id(url)) or videos.get("*") or {"refusal": "Video unavailable"}
        if "refusal" in video:
            raise ExtractorError(video["refusal"], expected=True, video_id=self._match_id(url))
        formats = [
            {"format_id": str(height), "url": video["media"], "ext": "mp4", "height": height, **codecs}
            for height, codecs in (
                (360, {"vcodec": "avc1.42", "acodec": "mp4a.40"}),
                (1080, {"vcodec": "avc1.64", "acodec": "mp4a.40"}),
                (2160, {"vcodec": "vp09.00", "acodec": "opus"}),
            )
        ]
        facts = {"title": "A Trailer", "duration": 40, "channel": "A Studio", **video}
        return {"id": self._match_id(url), "formats": formats, **facts}


class YoutubeSearchDoubleIE(SearchInfoExtractor):
    _SEARCH_KEY = "ytsearch"
    IE_NAME = "youtube:search-double"

    def _get_n_results(self, query: str, n: int) -> dict:
        entries = [
            self.url_result(
                f"https://www.youtube.com/watch?v={id}",
                ie=YoutubeDoubleIE.ie_key(),
                **{"duration": 40} | facts,
            )
            for id, facts in list(_videos().items())[:n]
        ]
        return self.playlist_result(entries, query, query)
