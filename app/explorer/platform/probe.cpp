#include "app/explorer/platform/probe.h"

#include <imgui.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "app/explorer/platform/keyboard_walk.h"

namespace progan {

void Probe::begin_frame() {
    widgets_.clear();
    focus_.clear();
    appearing_ = false;
}

void Probe::item(const std::string& label) {
    walk::stop_here();
    // A list that has just opened is laid out once before it is seen, perhaps elsewhere.
    if (!enabled() || !ImGui::IsItemVisible()) return;
    if (ImGui::IsWindowAppearing()) {
        appearing_ = true;
        return;
    }
    if (ImGui::IsItemFocused() && ImGui::GetIO().NavVisible) focus_ = label;
    const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
    rectangle(label, low.x, low.y, high.x - low.x, high.y - low.y);
}

void Probe::rectangle(const std::string& label, float x, float y, float width, float height) {
    if (enabled()) widgets_[label] = {x, y, width, height};
}

void Probe::write(nlohmann::json report, std::uint64_t frame) {
    if (!enabled()) return;
    report["widgets"] = widgets_;
    report["focus"] = focus_;
    std::string text = report.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    if (text == last_) return;
    report["frame"] = frame;
    const std::filesystem::path temporary = file_.string() + ".new";
    std::ofstream(temporary) << report.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    std::error_code ignored;
    std::filesystem::rename(temporary, file_, ignored);
    last_ = std::move(text);
}

}  // namespace progan
