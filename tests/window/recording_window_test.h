// What tests share that record from the window: its dialog, used by mouse and keys, and its files.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/window/window_test.h"

namespace progan::test {

class RecordingWindowTest : public WindowTest {
  protected:
    void choose(const Explorer& explorer, const std::string& what, const std::string& value) {
        explorer.click("Record/" + what);
        explorer.click("Record/" + what + "/" + value);
        explorer.wait_until("the list has closed", [&](const Explorer::Probe& p) {
            return !p["widgets"].contains("Record/" + what + "/" + value);
        });
    }

    void enter(const Explorer& explorer, const std::string& field, const std::string& text) {
        const Explorer::Point at = explorer.find("Record/" + field);
        // The left part: steppers are on the right.
        desktop_->input("mousemove " + std::to_string(at.x - 40) + " " + std::to_string(at.y) +
                        " then mousedown 1 then mouseup 1");
        explorer.press_keys("ctrl+a");
        explorer.type(text);
        explorer.press_keys("Tab");
    }

    /// Records under that name and waits for the file.
    void record(const Explorer& explorer, const std::string& format, const std::string& name,
                const std::string& ending) {
        explorer.press_keys("ctrl+r");
        choose(explorer, "Format", format);
        enter(explorer, "Name", name);
        explorer.click("Record/Start");
        explorer.wait_until("the dialog has closed",
                            [](const Explorer::Probe& p) { return !p["widgets"].contains("Record/Start"); });
        explorer.wait_until(format + " is saved", [&](const Explorer::Probe& p) {
            return p["state"]["jobs"] == 0 && p["state"]["notifications"].dump().find(
                                                  "recordings/" + name + ending + " (") != std::string::npos;
        });
    }

    std::filesystem::path recorded(const Explorer& explorer, const std::string& file) const {
        return explorer.data_dir() / "recordings" / file;
    }

    nlohmann::json stream_of(const std::filesystem::path& file) {
        const std::string out =
            output_of("ffprobe -v error -count_frames -show_streams -of json '" + file.string() + "'");
        return nlohmann::json::parse(out).at("streams").at(0);
    }
};

}  // namespace progan::test
