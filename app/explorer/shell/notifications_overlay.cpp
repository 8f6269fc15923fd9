#include <imgui.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "app/explorer/shell/window_parts.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr std::size_t kShown = 4;

/// Returns true if it was closed.
bool notification_body(Panel& panel, Features& features, const Notification& notification,
                       std::size_t index) {
    const float close = ImGui::GetFrameHeight();
    const float width = ImGui::GetContentRegionAvail().x - close - ImGui::GetStyle().ItemSpacing.x;
    ImGui::BeginGroup();
    ImGui::AlignTextToFramePadding();
    ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + width);
    text_line(notification.text);
    ImGui::PopTextWrapPos();
    if (notification.undoable || notification.undo) {
        const bool undo = button(tr_label("Undo"),
                                 with_keys(panel, tr("Undoes what this message reports"), "history.undo"));
        panel.probe.item("Notification/Undo");
        if (undo) {
            if (notification.undo)
                notification.undo();
            else
                features.favourites.undo_change();
            ImGui::EndGroup();
            return static_cast<bool>(notification.undo);
        }
    }
    if (!notification.file.empty()) {
        if (button(tr_label("Show in folder"), tr("Show in the file manager")))
            features.exporting.show_in_folder(notification.file);
        panel.probe.item("Notification/Show in folder");
    }
    if (notification.kind == Notification::Kind::error) small_text(tr("Esc closes this."));
    ImGui::EndGroup();
    ImGui::SameLine(ImGui::GetWindowContentRegionMax().x - close);
    const bool closed = icon_button("close", Icon::close, tr("Close"));
    panel.probe.item("Notification/" + std::to_string(index) + "/Close");
    return closed;
}

/// About as high as its card will be.
float height_of(const Notification& notification, float width) {
    const ImGuiStyle& style = ImGui::GetStyle();
    const float room = width - 2 * style.WindowPadding.x - ImGui::GetFrameHeight() - style.ItemSpacing.x;
    const float text = ImGui::CalcTextSize(notification.text.c_str(), nullptr, false, room).y;
    const int lines = static_cast<int>(notification.undoable || notification.undo) +
                      static_cast<int>(!notification.file.empty()) +
                      static_cast<int>(notification.kind == Notification::Kind::error);
    return text + static_cast<float>(lines) * ImGui::GetFrameHeightWithSpacing() +
           2 * (style.WindowPadding.y + style.FramePadding.y);
}

/// At the left: what a view is for, such as opening a snapshot, stands at its right end. Returns its height.
float card(const std::string& id, ImVec2 bottom_left, ImVec2 most, bool error,
           const std::function<void()>& body) {
    ImGui::SetNextWindowPos(bottom_left, ImGuiCond_Always, {0, 1});
    ImGui::SetNextWindowSizeConstraints({most.x, 0}, most);
    ImGui::PushStyleColor(ImGuiCol_WindowBg, ImGui::GetStyleColorVec4(ImGuiCol_PopupBg));
    ImGui::PushStyleColor(ImGuiCol_Border, error ? theme().error : theme().edge);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, std::max(1.0f, space::hair()));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, space::medium());
    ImGui::Begin(("##notification" + id).c_str(), nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_AlwaysAutoResize |
                     ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoFocusOnAppearing);
    body();
    const float height = ImGui::GetWindowHeight();
    ImGui::End();
    ImGui::PopStyleVar(2);
    ImGui::PopStyleColor(2);
    return height;
}

void earlier_ones(Panel& panel, std::size_t count) {
    ImGui::PushTextWrapPos(0);
    small_text(tr_plural("{} earlier message: close one of these to see it.",
                         "{} earlier messages: close these to see them.", static_cast<std::int64_t>(count)));
    ImGui::PopTextWrapPos();
    panel.probe.item("Notification/Earlier");
}

}  // namespace

void notifications_overlay(Panel& panel, Features& features, const Area& view) {
    auto& list = panel.state.notifications;
    std::erase_if(list, [&](const Notification& n) { return n.until && *n.until < panel.now; });
    if (list.empty()) return;
    const float x = view.x + space::large();
    const ImVec2 most{std::min(em(24), view.width - 2 * space::large()), view.bottom()};
    float y = view.bottom() - space::large();
    std::optional<std::size_t> closed;
    std::size_t first = list.size() > kShown ? list.size() - kShown : 0;
    const float earlier = 2 * ImGui::GetTextLineHeight() + 2 * ImGui::GetStyle().WindowPadding.y;
    for (std::size_t i = list.size(); i-- > first;) {
        const Notification notification = list[i];  // a copy: undoing changes the list
        // The newest is always there; what would not fit above it waits.
        if (i + 1 < list.size() &&
            y - height_of(notification, most.x) - (i > 0 ? space::medium() + earlier : 0) < view.y) {
            first = i + 1;
            break;
        }
        const bool error = notification.kind == Notification::Kind::error;
        y -= space::medium() + card(std::to_string(i), {x, y}, most, error, [&] {
                 if (notification_body(panel, features, notification, i)) closed = i;
             });
    }
    if (first > 0) card("earlier", {x, y}, most, false, [&] { earlier_ones(panel, first); });
    if (closed) features.notifier.close(*closed);
}

}  // namespace progan
