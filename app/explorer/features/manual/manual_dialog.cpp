#include "app/explorer/features/manual/manual_dialog.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <utility>

#include "app/explorer/platform/fonts.h"
#include "app/explorer/platform/keyboard_walk.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/dialog.h"
#include "app/explorer/ui/dialog_foot.h"
#include "app/explorer/ui/markdown_view.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr int kDeepest = 3;  // of the headings in the contents

/// The search field, and how many places were found.
void search_field(Panel& panel, ManualController& controller) {
    ManualState& manual = panel.state.manual;
    std::string text = manual.search;
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x);
    const bool entered = ImGui::InputTextWithHint("##search", tr("Search the manual"), &text,
                                                  ImGuiInputTextFlags_EnterReturnsTrue);
    if (std::exchange(manual.focus_search, false)) walk::type_here();
    panel.probe.item("Manual/Search");
    if (text != manual.search) {
        controller.search(text);
    } else if (entered) {
        controller.step_hit(ImGui::GetIO().KeyShift ? -1 : 1);
        manual.focus_search = true;
    }
    if (manual.search.empty()) return;
    if (controller.hits().empty()) {
        dim_text(tr("Not found."));
        return;
    }
    ImGui::AlignTextToFramePadding();
    disabled_text(trf("{} of {}", manual.hit + 1, controller.hits().size()));
    ImGui::SameLine(ImGui::GetContentRegionAvail().x - 2 * ImGui::GetFrameHeight());
    if (icon_button("before", Icon::fold_up, tr("Previous match (Shift+Enter)"))) controller.step_hit(-1);
    panel.probe.item("Manual/Before");
    ImGui::SameLine(0, 0);
    if (icon_button("after", Icon::fold_down, tr("Next match (Enter)"))) controller.step_hit(1);
    panel.probe.item("Manual/Next");
}

void contents(Panel& panel, const MarkdownDocument& document) {
    ImGui::BeginChild("##contents", {0, 0});
    for (const MarkdownBlock& block : document.blocks) {
        if (block.kind != MarkdownBlock::Kind::heading || block.level < 2 || block.level > kDeepest) continue;
        const bool part = block.level == 2;
        ImGui::Indent(part ? space::hair() : space::large());
        const std::string title = plain_text(block.text);
        const std::string shown = fitting_text(title, ImGui::GetContentRegionAvail().x);
        if (ImGui::Selectable(label_with_id(shown, block.anchor.c_str()).c_str()))
            panel.state.manual.wanted = block.anchor;
        if (shown != title) tip(title);
        panel.probe.item("Manual/Contents/" + block.anchor);
        ImGui::Unindent(part ? space::hair() : space::large());
    }
    ImGui::EndChild();
}

std::optional<std::size_t> block_of(const MarkdownDocument& document, const std::string& anchor) {
    for (std::size_t i = 0; i < document.blocks.size(); ++i)
        if (document.blocks[i].anchor == anchor) return i;
    return std::nullopt;
}

void back_button(Panel& panel, ManualController& controller) {
    if (!controller.can_go_back()) return;
    if (button(Icon::previous, tr_label("Back"), tr("Back to the document with the link"), {0, 0}))
        controller.go_back();
    panel.probe.item("Manual/Back");
    ImGui::Spacing();
}

void text(Panel& panel, ManualController& controller) {
    ManualState& manual = panel.state.manual;
    const MarkdownDocument& document = controller.document();
    const std::vector<std::size_t>& hits = controller.hits();
    MarkdownLook look;
    look.marked = manual.search;
    look.tip_of = [&controller](const std::string& to) { return controller.tip_of(to); };
    if (!hits.empty()) look.current = hits[std::min(manual.hit, hits.size() - 1)];
    if (std::exchange(manual.hit_wanted, false)) look.scroll_to = look.current;
    if (!manual.wanted.empty()) look.scroll_to = block_of(document, std::exchange(manual.wanted, ""));
    const std::string link = controller.view().draw(document, look, panel.probe, "Manual");
    if (!link.empty()) controller.follow(link);
}

}  // namespace

void manual_dialog(Panel& panel, ManualController& controller) {
    AppState& state = panel.state;
    if (!begin_dialog(tr_label("Manual"), state.manual.show, panel.escape)) return;
    const ImVec2 display = ImGui::GetIO().DisplaySize;
    const float width = std::min(em(68), display.x * 0.9f - 2 * space::huge());
    const float height = room_above_foot();
    const float left = std::clamp(width * 0.26f, em(9), em(15));
    if (!controller.problem().empty()) {
        back_button(panel, controller);
        dim_text(controller.problem());
    } else {
        ImGui::BeginChild("##left", {left, height});
        back_button(panel, controller);
        search_field(panel, controller);
        ImGui::Spacing();
        contents(panel, controller.document());
        ImGui::EndChild();
        ImGui::SameLine(0, space::large());
        // Each document keeps its place.
        ImGui::BeginChild(("##" + state.manual.document).c_str(), {width - left - space::large(), height},
                          false, ImGuiWindowFlags_AlwaysUseWindowPadding);
        text(panel, controller);
        ImGui::EndChild();
    }
    ImGui::Spacing();
    if (close_foot(panel, "Manual/Close")) {
        state.manual.show = false;
        ImGui::CloseCurrentPopup();
    }
    ImGui::EndPopup();
}

}  // namespace progan
