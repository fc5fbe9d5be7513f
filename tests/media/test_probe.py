"""What ffprobe says of a video."""

from __future__ import annotations

import pytest

from arrtui.media.probe import ProbedVideo, read_answer

STREAMS = '{"codec_type": "video", "height": 1080}, {"codec_type": "audio"}'


@pytest.mark.parametrize(
    ("answer", "probed"),
    [
        (
            f'{{"streams": [{STREAMS}], "format": {{"duration": "61.5"}}}}',
            ProbedVideo(61.5, True, True, 1080),
        ),
        ('{"streams": [{"codec_type": "audio"}], "format": {}}', ProbedVideo(None, False, True, 0)),
        ('{"streams": [], "format": {}}', None),
        ("{}", None),
        ("not json", None),
    ],
)
def test_an_answer_is_read(answer: str, probed: ProbedVideo | None) -> None:
    assert read_answer(answer) == probed
