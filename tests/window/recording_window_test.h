// What tests share that record from the window: its dialog, used by mouse and keys, and its files.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/window/window_test.h"

namespace progan::test {

class RecordingWindowTest : public WindowTest {
  protected:
    /// Records under that name and waits for the file.
    void record(const Explorer& explorer, const std::string& format, const std::string& name,
                const std::string& ending) {
        explorer.press_keys("ctrl+r");
        choose(explorer, "Record/Format", format);
        enter(explorer, "Record/Name", name);
        explorer.click("Record/Start");
        explorer.wait_until("the dialog has closed",
                            [](const Explorer::Probe& p) { return !p["widgets"].contains("Record/Start"); });
        explorer.wait_until(format + " is saved", [&](const Explorer::Probe& p) {
            return p["state"]["jobs"] == 0 && p["state"]["notifications"].dump().find(
                                                  "pictures/" + name + ending + " (") != std::string::npos;
        });
        explorer.find("Notification/Show in folder");
    }

    std::filesystem::path recorded(const std::string& file) const { return folder_ / "pictures" / file; }

    nlohmann::json stream_of(const std::filesystem::path& file) {
        const std::string out =
            output_of("ffprobe -v error -count_frames -show_streams -of json '" + file.string() + "'");
        return nlohmann::json::parse(out).at("streams").at(0);
    }
};

}  // namespace progan::test
