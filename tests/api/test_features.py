"""What a page of ours may do in a browser: record a voice note when asked, and nothing else of the device."""

from app.api.headers import FEATURES, PAGE_POLICY


def test_a_page_may_ask_for_the_microphone_and_for_nothing_else() -> None:
    allowed = [feature for feature in FEATURES.split(", ") if not feature.endswith("=()")]

    assert allowed == ["microphone=(self)"]
    assert "camera=()" in FEATURES
    assert "geolocation=()" in FEATURES


def test_sound_comes_from_the_page_itself_and_from_no_server() -> None:
    assert "media-src blob:;" in PAGE_POLICY
    assert "unsafe-inline" not in PAGE_POLICY
