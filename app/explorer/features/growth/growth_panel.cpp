#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "app/explorer/features/growth/growth_controller.h"
#include "app/explorer/features/growth/growth_panel.h"
#include "app/explorer/state/queries.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/no_model.h"
#include "app/explorer/ui/picture_walk.h"
#include "app/explorer/ui/theme.h"
#include "core/support/text.h"
#include "core/support/translate.h"

namespace progan {
namespace {

std::string size_text(int level) {
    return square_text(resolution(level));
}

/// "32 x 32, 40 % faded in".
std::string stage_text(const GrowthStage& stage) {
    if (stage.alpha >= 1) return size_text(stage.level);
    return trf("{}, {:.0f} % faded in", size_text(stage.level), stage.alpha * 100);
}

/// The face at every level; a click shows it large.
void levels(Panel& panel, GrowthController& controller, int first, int last, float side) {
    const double age = current_age(panel.state);
    const Latent latent = current_latent(panel.state);
    const ChannelEdits edits = current_edits(panel.state);
    const auto count = static_cast<std::size_t>(last - first + 1);
    const auto shown =
        static_cast<std::size_t>(std::clamp(static_cast<int>(std::lround(age)), first, last) - first);
    PictureWalk walk("##walk", {count, count, shown});
    const bool whole_sizes = ImGui::CalcTextSize(size_text(last).c_str()).x <= side;
    for (int level = first; level <= last; ++level) {
        ImGui::PushID(level);
        ImGui::BeginGroup();
        const ImTextureID picture = panel.thumbnails.of_level(panel.state, latent, edits, level);
        const bool clicked = face_button("##level", picture, side, std::abs(age - level) < 1e-3);
        walk.drawn(static_cast<std::size_t>(level - first));
        if (clicked) controller.set_age(level);
        tip(
            tr("Shows this size with the to-RGB head left over from training. If the generator kept learning "
               "without it, the colours are wrong."));
        panel.probe.item("Growth/Level/" + std::to_string(level));
        ImGui::PushStyleColor(ImGuiCol_Text, theme().text_dim);
        cut_text(whole_sizes ? size_text(level) : std::to_string(resolution(level)), side);
        ImGui::PopStyleColor();
        ImGui::EndGroup();
        ImGui::PopID();
        if (level < last) ImGui::SameLine();
    }
}

void age_controls(Panel& panel, GrowthController& controller, double first, double last) {
    const bool growing = panel.state.growth.playing;
    if (icon_button("grow", growing ? Icon::pause : Icon::play,
                    growing ? tr("Pause") : tr("Watch the face grow")))
        controller.toggle();
    panel.probe.item("Growth/Play");
    ImGui::SameLine();
    const float record = ImGui::CalcTextSize(tr("Record growth")).x + 2 * ImGui::GetStyle().FramePadding.x +
                         ImGui::GetStyle().ItemSpacing.x + space::medium();
    auto age = static_cast<float>(current_age(panel.state));
    const float x = ImGui::GetCursorPosX(),
                width = ImGui::GetContentRegionAvail().x - record - space::medium();
    // Where its words have no room beside it, they stand in the tooltip.
    const std::string stage = stage_text(stage_at(current_age(panel.state)));
    const float words = ImGui::CalcTextSize(stage_text({static_cast<int>(last), 0.88}).c_str()).x;
    const bool narrow = width < words + em(4);
    if (slider("##age", age, static_cast<float>(first), static_cast<float>(last), width, narrow ? "" : stage,
               words, ImGuiSliderFlags_NoInput)) {
        panel.state.growth.playing = false;
        controller.set_age(age);
    }
    tip((narrow ? stage + "\n" : "") +
        tr("Fade-in alpha: between two sizes, the new level is blended in, as during training."));
    panel.probe.item("Growth/Age");
    ImGui::SameLine(x + width + space::medium());
    if (button(tr_label("Record growth"),
               with_keys(panel,
                         tr("Records this face growing through the sizes, with the format, size and speed "
                            "set in the recording dialog"),
                         "record.journey")))
        controller.record();
    panel.probe.item("Growth/Record");
}

}  // namespace

void growth_panel(Panel& panel, GrowthController& controller) {
    AppState& state = panel.state;
    const float margin = space::medium();
    if (says_no_model(panel)) return;
    const double first = first_age(state.model->spec), last = last_age(state.model->spec);
    const int low_level = static_cast<int>(first), high_level = stage_at(last).level;
    const ImVec2 origin = ImGui::GetWindowPos(), window = ImGui::GetWindowSize();
    const float gap = ImGui::GetStyle().ItemSpacing.x;
    const auto count = static_cast<float>(high_level - low_level + 1);
    const float side = std::min({em(5.5f), (window.x - 2 * margin) / count - gap, window.y * 0.25f});
    ImGui::SetCursorPos({margin, margin});
    ImGui::BeginGroup();
    levels(panel, controller, low_level, high_level, side);
    if (first == last) {
        disabled_text(tr("This model has no smaller sizes."));
    } else {
        age_controls(panel, controller, first, last);
    }
    ImGui::EndGroup();
    const float top = ImGui::GetCursorScreenPos().y + margin;
    const ImVec2 room{window.x - 2 * margin, origin.y + window.y - top - margin};
    const float face = std::floor(std::min(room.x, room.y));
    if (face < 8 || state.shown.empty()) return;
    const float x = std::floor(origin.x + (window.x - face) / 2);
    ImGui::SetCursorScreenPos({x, top});
    ImGui::Dummy({face, face});
    panel.probe.item("Growth/Face");
    panel.pictures.draw_main(*ImGui::GetWindowDrawList(), {x, top}, {x + face, top + face}, {x, top},
                             {x + face, top + face}, state.view.smooth);
}

}  // namespace progan
