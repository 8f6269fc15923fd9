#include "app/explorer/features/slideshow/slideshow_panel.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "app/explorer/platform/fonts.h"
#include "app/explorer/platform/keyboard_walk.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/theme.h"
#include "app/explorer/ui/view_geometry.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr const char* kPicture = "slideshow";
constexpr float kSlider = 9;  // em

void draw_picture(Panel& panel, ImVec2 low, ImVec2 size) {
    SlideshowState& view = panel.state.slideshow;
    if (view.picture.empty()) return;
    if (view.uploaded != view.picture_id) panel.pictures.set_large(kPicture, view.picture);
    view.uploaded = view.picture_id;
    const ViewGeometry at =
        view_geometry({}, low.x, low.y, size.x, size.y, view.picture.width, view.picture.height);
    panel.probe.rectangle("Slideshow/Picture", at.x, at.y, at.width, at.height);
    panel.pictures.draw_large(kPicture, *ImGui::GetWindowDrawList(), {at.x, at.y},
                              {at.x + at.width, at.y + at.height}, low, {low.x + size.x, low.y + size.y},
                              panel.state.view.smooth);
}

/// Centered over the foot of the picture, on a ground of its own.
void draw_caption(Panel& panel, ImVec2 low, ImVec2 size, float foot) {
    const std::string& caption = panel.state.slideshow.caption;
    if (!panel.state.slideshow_settings.captions || caption.empty()) return;
    need_for_drawing(caption);
    const std::string shown = fitting_text(caption, size.x * 0.8f);
    const ImVec2 text = ImGui::CalcTextSize(shown.c_str());
    const ImVec2 at{std::floor(low.x + (size.x - text.x) / 2), std::floor(foot - text.y - space::large())};
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled({at.x - space::large(), at.y - space::small()},
                       {at.x + text.x + space::large(), at.y + text.y + space::small()},
                       ImGui::GetColorU32(theme().panel), space::rounding());
    list.AddText(at, ImGui::GetColorU32(theme().text), shown.c_str());
    panel.probe.rectangle("Slideshow/Caption", at.x, at.y, text.x, text.y);
}

void moving(Panel& panel, SlideshowController& controller) {
    const SlideshowState& view = panel.state.slideshow;
    const float gap = space::small();
    if (icon_button("back", Icon::previous, tr("Previous face (Left)"))) controller.step(-1);
    panel.probe.item("Slideshow/Back");
    ImGui::SameLine(0, gap);
    if (icon_button("pause", view.paused ? Icon::play : Icon::pause,
                    view.paused ? tr("Continue (Space)") : tr("Pause (Space)")))
        controller.toggle_pause();
    panel.probe.item("Slideshow/Pause");
    ImGui::SameLine(0, gap);
    if (icon_button("next", Icon::next, tr("The next face (Right)"))) controller.step(1);
    panel.probe.item("Slideshow/Next");
    ImGui::SameLine(0, space::medium());
    ImGui::AlignTextToFramePadding();
    // Translators: the third of twelve faces.
    disabled_text(trf("{} of {}", view.at + 1, view.count));
}

void choices(Panel& panel, SlideshowController& controller) {
    SlideshowSettings& settings = panel.state.slideshow_settings;
    const float gap = space::small(), apart = space::huge();
    const auto seconds_text = [](double seconds) { return trf("{:.0f} s per face", seconds); };
    auto seconds = static_cast<float>(settings.seconds);
    const float text = ImGui::CalcTextSize(seconds_text(kMaxSlideSeconds).c_str()).x;
    const float x = ImGui::GetCursorPosX(), width = em(kSlider) + text;
    if (slider("##seconds", seconds, static_cast<float>(kMinSlideSeconds),
               static_cast<float>(kMaxSlideSeconds), width, seconds_text(settings.seconds), text,
               ImGuiSliderFlags_NoInput))
        controller.set_seconds(static_cast<double>(std::round(seconds)));
    tip(tr("Seconds per face"));
    panel.probe.item("Slideshow/Seconds");
    ImGui::SameLine(x + width + apart);
    const bool fade = settings.turn == SlideTurn::fade;
    if (tab(tr_label("Fade"), fade, tr("One picture fades into the next")))
        controller.set_turn(SlideTurn::fade);
    panel.probe.item("Slideshow/Fade");
    ImGui::SameLine(0, gap);
    if (tab(tr_label("Morph"), !fade, tr("One face becomes the next, along the sphere of latents")))
        controller.set_turn(SlideTurn::morph);
    panel.probe.item("Slideshow/Morph");
    ImGui::SameLine(0, apart);
    const bool favourites = settings.source == SlideSource::favourites;
    if (tab(tr_label("Favourites"), favourites, tr("The selected favourites or, if none, all those listed")))
        controller.set_source(SlideSource::favourites);
    panel.probe.item("Slideshow/Favourites");
    ImGui::SameLine(0, gap);
    if (tab(tr_label("Journey"), !favourites, tr("The keys of the journey")))
        controller.set_source(SlideSource::journey);
    panel.probe.item("Slideshow/Journey");
    ImGui::SameLine(0, apart);
    ImGui::Checkbox(tr_label("Names"), &settings.captions);
    tip(tr("Show the name of each face"));
    panel.probe.item("Slideshow/Names");
}

/// In the middle of the window's foot.
void controls(Panel& panel, SlideshowController& controller, ImVec2 size, float height) {
    const float width = panel.state.slideshow.controls_width;
    const ImVec2 ground{std::min(size.x, width + 2 * space::large()), height};
    ImGui::SetCursorPos({std::floor((size.x - ground.x) / 2), size.y - height});
    ImGui::PushStyleColor(ImGuiCol_ChildBg, theme().panel);
    ImGui::BeginChild("##controls", ground, false, ImGuiWindowFlags_NoScrollbar);
    if (ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem)) controller.hand_moved();
    ImGui::SetCursorPos({space::large(), std::floor((height - ImGui::GetFrameHeight()) / 2)});
    const float left = ImGui::GetCursorScreenPos().x;
    moving(panel, controller);
    ImGui::SameLine(0, space::huge());
    choices(panel, controller);
    ImGui::SameLine(0, space::huge());
    if (icon_button("end", Icon::close, tr("End the slideshow (Esc)"))) controller.end();
    panel.probe.item("Slideshow/End");
    panel.state.slideshow.controls_width = ImGui::GetItemRectMax().x - left;
    ImGui::EndChild();
    ImGui::PopStyleColor();
}

}  // namespace

void slideshow_panel(Panel& panel, SlideshowController& controller, bool dialog) {
    const ImVec2 low = ImGui::GetWindowPos(), size = ImGui::GetWindowSize();
    const ImGuiIO& io = ImGui::GetIO();
    if (io.MouseDelta.x != 0 || io.MouseDelta.y != 0 || walk::walking()) controller.hand_moved();
    const float height = size::bottom_bar();
    draw_picture(panel, low, size);
    const bool seen = panel.state.slideshow.controls;
    draw_caption(panel, low, size, low.y + size.y - (seen ? height : 0));
    if (seen) controls(panel, controller, size, height);
    if (panel.escape && !dialog) controller.end();
}

void slideshow_button(Panel& panel, SlideshowController& controller) {
    if (icon_button(
            "slideshow", Icon::slideshow,
            with_keys(panel, tr("A slideshow of these faces that fills the window"), "slideshow.toggle")))
        controller.toggle();
    panel.probe.item("Favourites/Slideshow");
}

}  // namespace progan
