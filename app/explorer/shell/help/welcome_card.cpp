// What a newcomer sees on the first face: three things to try, and a tour. It stands at the foot of the view,
// where no control is, and lets the keys be.
#include <imgui.h>

#include <algorithm>
#include <array>
#include <string>

#include "app/explorer/platform/fonts.h"
#include "app/explorer/shell/commands/commands.h"
#include "app/explorer/shell/window_parts.h"
#include "app/explorer/state/axis_words.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

// In a lower view the whole card would hide the face from the eyes to the chin.
constexpr float kHeightForWholeCard = 40;  // em

/// A ring, or a disc with a tick once it is done.
void mark(bool done, const std::string& text) {
    const float height = ImGui::GetFontSize(), radius = height * 0.42f;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const ImVec2 middle{at.x + radius, at.y + height / 2};
    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (done) {
        list.AddCircleFilled(middle, radius, ImGui::GetColorU32(theme().accent));
        const ImVec2 tick[] = {{middle.x - radius * 0.45f, middle.y},
                               {middle.x - radius * 0.1f, middle.y + radius * 0.38f},
                               {middle.x + radius * 0.5f, middle.y - radius * 0.35f}};
        list.AddPolyline(tick, 3, ImGui::GetColorU32(theme().on_accent), 0, space::line());
    } else {
        list.AddCircle(middle, radius, ImGui::GetColorU32(theme().edge), 0, space::hair() * 1.5f);
    }
    ImGui::SetCursorScreenPos({at.x + 2 * radius + space::medium(), at.y});
    ImGui::PushTextWrapPos(0);
    if (done)
        disabled_text(text);
    else
        text_line(text);
    ImGui::PopTextWrapPos();
}

/// The first slider with a name of its own, as the list has it.
std::string slider_text(const AppState& state) {
    const auto named = std::find_if(state.axes.begin(), state.axes.end(),
                                    [](const Axis& axis) { return !axis.hidden && !axis.low.empty(); });
    return named == state.axes.end()
               ? std::string(tr("Drag a slider on the left"))
               : trf("Drag a slider on the left, such as \"{}\"", shown_name(state, *named));
}

struct Step {
    bool done;
    std::string text;
};

std::array<Step, 3> steps(const Panel& panel) {
    const WelcomeState& welcome = panel.state.welcome;
    const std::string random = panel.keys_of("face.random"), keep = panel.keys_of("favourites.keep");
    return {Step{welcome.random, random.empty() ? tr("Press \"Random\" for another face")
                                                : trf("Press {} for another face", random)},
            Step{welcome.turned, slider_text(panel.state)},
            Step{welcome.kept,
                 keep.empty() ? tr("Press \"Keep face\" to keep one") : trf("Press {} to keep one", keep)}};
}

const char* all_done_text() {
    return tr("You know your way around.");
}

void tour_progress(const WelcomeState& welcome) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, height = size::groove();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(at, {at.x + width, at.y + height}, ImGui::GetColorU32(theme().track), height / 2);
    list.AddRectFilled(at, {at.x + width * static_cast<float>(welcome.part), at.y + height},
                       ImGui::GetColorU32(theme().accent), height / 2);
    ImGui::Dummy({width, height});
}

void tour_lines(const Panel& panel) {
    wrapped_text(panel.state.welcome.caption);
    ImGui::Spacing();
    tour_progress(panel.state.welcome);
    disabled_text(tr("Any key or click ends the tour."));
}

void show_me(Panel& panel, Features& features) {
    if (primary_button(tr_label("Show me"), tr("A half-minute tour with the real controls")))
        features.welcome.start_tour();
    panel.probe.item("Welcome/Show me");
}

void close_button(Panel& panel, Features& features) {
    if (icon_button("close", Icon::close, tr("Close (Esc). Help > Welcome brings it back.")))
        features.welcome.close();
    panel.probe.item("Welcome/Close");
}

void buttons(Panel& panel, Features& features) {
    show_me(panel, features);
    ImGui::SameLine();
    if (button(tr_label("Open a model..."), with_keys(panel, tr("Open a model file"), "model.open")))
        panel.files.open(FilePurpose::open_model);
    panel.probe.item("Welcome/Open a model");
}

void headline(Panel& panel, Features& features) {
    const float close = ImGui::GetFrameHeight();
    const float end = ImGui::GetWindowContentRegionMax().x - close;
    ImGui::PushFont(font_of(FontRole::title));
    ImGui::PushTextWrapPos(end - space::medium());
    text_line(features.welcome.done() ? all_done_text() : tr("Nobody has this face."));
    ImGui::PopTextWrapPos();
    ImGui::PopFont();
    ImGui::SameLine(end);
    close_button(panel, features);
}

void whole_card(Panel& panel, Features& features) {
    headline(panel, features);
    if (panel.state.welcome.touring) {
        tour_lines(panel);
        return;
    }
    if (features.welcome.done()) return;  // it leaves in a moment
    for (const Step& step : steps(panel)) mark(step.done, step.text);
    ImGui::Spacing();
    buttons(panel, features);
}

/// The next of the three things, and the tour.
void one_line(Panel& panel, Features& features) {
    const WelcomeState& welcome = panel.state.welcome;
    const std::array<Step, 3> all = steps(panel);
    const auto* const next =
        std::find_if(all.begin(), all.end(), [](const Step& step) { return !step.done; });
    const float gap = ImGui::GetStyle().ItemSpacing.x, padding = ImGui::GetStyle().FramePadding.x;
    const float close = ImGui::GetFrameHeight(), end = ImGui::GetWindowContentRegionMax().x - close;
    const bool offers_tour = !welcome.touring && next != all.end();
    const float tour = !offers_tour ? 0 : ImGui::CalcTextSize(tr("Show me")).x + 2 * padding + gap;
    ImGui::AlignTextToFramePadding();
    cut_text(welcome.touring     ? welcome.caption
             : next == all.end() ? all_done_text()
                                 : next->text,
             end - tour - gap - ImGui::GetCursorPosX());
    if (offers_tour) {
        ImGui::SameLine(end - tour);
        show_me(panel, features);
    }
    ImGui::SameLine(end);
    close_button(panel, features);
    if (welcome.touring) tour_progress(welcome);
}

/// Esc closes what is innermost: not the card, if a menu was open in the last frame or something is edited.
bool closed_by_key(const Panel& panel) {
    const ImGuiID above = ImGui::GetID("##above");
    ImGuiStorage& storage = *ImGui::GetStateStorage();
    const bool was_above = storage.GetBool(above);
    storage.SetBool(above,
                    ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel) ||
                        dialog_is_open(panel.state) || ImGui::IsAnyItemActive());
    return panel.escape && !was_above && !storage.GetBool(above);
}

}  // namespace

Area welcome_card(Panel& panel, Features& features, const Area& view) {
    AppState& state = panel.state;
    // Over a dialog it would come to the front: a picture on the command line opens one at once.
    const bool here = state.center == CenterView::face && !state.panels.alone && !dialog_is_open(state);
    if (!state.welcome.open || !state.model || state.shown.empty() || !(here || state.welcome.touring) ||
        view.empty())
        return view;
    const bool small = view.height < em(kHeightForWholeCard);
    const float width = std::min(em(small ? 28.0f : 24.0f), view.width - 2 * space::large());
    const float bottom = view.bottom() - (small ? space::medium() : space::large());
    ImGui::SetNextWindowPos({view.x + view.width / 2, bottom}, ImGuiCond_Always, {0.5f, 1});
    ImGui::SetNextWindowSizeConstraints({width, 0}, {width, view.height});
    ImGui::PushStyleColor(ImGuiCol_WindowBg, ImGui::GetStyleColorVec4(ImGuiCol_PopupBg));
    ImGui::PushStyleColor(ImGuiCol_Border, theme().edge);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, std::max(1.0f, space::hair()));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, space::medium());
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding,
                        {space::large(), small ? space::medium() : space::large()});
    ImGui::Begin("##welcome", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_AlwaysAutoResize |
                     ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoFocusOnAppearing);
    if (closed_by_key(panel)) features.welcome.close();
    small ? one_line(panel, features) : whole_card(panel, features);
    Area left = view;
    left.height = bottom - ImGui::GetWindowHeight() - view.y;
    panel.probe.rectangle("Welcome/Card", ImGui::GetWindowPos().x, ImGui::GetWindowPos().y,
                          ImGui::GetWindowWidth(), ImGui::GetWindowHeight());
    ImGui::End();
    ImGui::PopStyleVar(3);
    ImGui::PopStyleColor(2);
    return left;
}

}  // namespace progan
