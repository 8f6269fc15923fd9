#include "app/explorer/shell/stage_view.h"

#include <glad/gl.h>
#include <imgui.h>

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <vector>

#include "app/explorer/features/stage/stage_layout.h"
#include "app/explorer/platform/fonts.h"
#include "app/explorer/platform/imgui_layer.h"
#include "app/explorer/platform/monitors.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/theme.h"
#include "core/support/error.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr float kCaptionPart = 0.04f;  // of the shorter side: read from the last row
constexpr float kSmallestCaption = 16;

}  // namespace

void StageView::show(Time now) {
    if (take_monitors_changed()) look_at_monitors();
    if (window_) hear();
    if (state_.stage.open && !window_) open();
    if (!state_.stage.open && window_) close();
    if (!window_) return;
    follow_place();
    window_->let_pointer_rest(now);
    state_.stage.full_screen = window_->full_screen();
    state_.stage.pointer_hidden = window_->pointer_hidden();
    draw();
}

std::optional<Time> StageView::next_tick() const {
    return window_ ? window_->pointer_hides() : std::nullopt;
}

void StageView::hear() {
    if (window_->take_close_request()) controller_.close();
    if (window_->take_lost_monitor())
        notifier_.info(tr("The monitor was disconnected, so the presentation continues in a window."));
}

void StageView::look_at_monitors() {
    state_.stage.monitors.clear();
    for (const Monitor& monitor : connected_monitors())
        state_.stage.monitors.push_back({monitor.name, monitor.width, monitor.height});
}

std::optional<Monitor> StageView::wanted_monitor() const {
    const std::vector<Monitor> monitors = connected_monitors();
    std::vector<StageMonitor> listed;
    listed.reserve(monitors.size());
    for (const Monitor& monitor : monitors) listed.push_back({monitor.name, monitor.width, monitor.height});
    const std::optional<std::size_t> wanted =
        stage_monitor(listed, monitor_under(monitors, desk_.handle()), state_.stage_settings);
    return wanted ? std::optional(monitors[*wanted]) : std::nullopt;
}

/// A monitor that was chosen meanwhile; where F11 put the window, it stays.
void StageView::follow_place() {
    const Place wanted{state_.stage_settings.place, state_.stage_settings.monitor};
    if (place_ == wanted) return;
    place_ = wanted;
    window_->show_on(wanted_monitor());
}

void StageView::open() {
    try {
        const std::optional<Monitor> monitor = wanted_monitor();
        const StageSettings& settings = state_.stage_settings;
        if (settings.place == StagePlace::monitor && (!monitor || monitor->name != settings.monitor))
            notifier_.info(trf("The monitor {} is not connected.", settings.monitor));
        window_ = std::make_unique<StageWindow>(desk_, tr("Presentation - ProGAN Explorer"), monitor);
        const StageWindow::Drawing drawing(*window_);
        painter_ = std::make_unique<gl::PicturePainter>(in_software_);
        picture_ = std::make_unique<gl::PicturePainter::Picture>();
    } catch (const Error&) {
        close();
        controller_.close();
        notifier_.error(current_error_sentence());
        return;
    }
    // Wayland shows nothing of a window that is covered, and swap() would wait for as long: the stage with
    // it.
    desk_.wait_for_display(!on_wayland());
    place_ = {state_.stage_settings.place, state_.stage_settings.monitor};
    uploaded_ = 0;
}

void StageView::close() {
    if (!window_) return;
    {
        const StageWindow::Drawing drawing(*window_);
        picture_.reset();
        painter_.reset();
    }
    window_.reset();
    drawn_.reset();
    desk_.wait_for_display(true);
}

void StageView::draw() {
    StageState& stage = state_.stage;
    const Drawn wanted{stage.picture_id, state_.view.smooth,
                       state_.stage_settings.caption ? stage.caption : std::string()};
    const bool damaged = window_->take_damage();
    if (drawn_ == wanted && !damaged) return;
    StageWindow::Drawing drawing(*window_);
    window_->framebuffer_size(stage.width, stage.height);
    glViewport(0, 0, stage.width, stage.height);
    glDisable(GL_SCISSOR_TEST);
    glClearColor(0, 0, 0, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    draw_picture(stage.width, stage.height);
    if (!wanted.caption.empty()) draw_caption(stage.width, stage.height);
    drawing.swap();
    drawn_ = wanted;
    stage.drawn = stage.picture_id;
}

void StageView::draw_picture(int width, int height) {
    const StageState& stage = state_.stage;
    if (stage.picture.empty()) return;
    if (uploaded_ != stage.picture_id) painter_->upload(*picture_, stage.picture);
    uploaded_ = stage.picture_id;
    const StageRectangle at = stage_picture(width, height, stage.side, !state_.view.smooth);
    const ImVec2 low{static_cast<float>(at.x), static_cast<float>(at.y)};
    const ImVec2 high{static_cast<float>(at.x + at.width), static_cast<float>(at.y + at.height)};
    if (at.width <= 0) return;
    painter_->draw(*picture_, {{static_cast<float>(width), static_cast<float>(height)}, {1, 1}},
                   {low, high, low, high, state_.view.smooth});
}

/// In the lower left, on a ground of its own: it may lie over the picture.
void StageView::draw_caption(int width, int height) const {
    ImFont* font = font_of(FontRole::title);
    if (!font) return;
    const ImVec2 all{static_cast<float>(width), static_cast<float>(height)};
    const float size = std::round(std::max(kSmallestCaption, std::min(all.x, all.y) * kCaptionPart));
    const float margin = std::round(size * 0.8f), pad = std::round(size * 0.4f);
    const float room = all.x - 2 * (margin + pad);
    const std::string text =
        fitting_text(state_.stage.caption, room * ImGui::GetFontSize() / size);  // in the window's own font
    const ImVec2 extent = font->CalcTextSizeA(size, FLT_MAX, 0, text.c_str());
    const ImVec2 at{margin + pad, all.y - margin - pad - extent.y};
    ImDrawList list(ImGui::GetDrawListSharedData());
    list._ResetForNewFrame();
    list.PushClipRect({0, 0}, all);
    list.PushTextureID(ImGui::GetIO().Fonts->TexID);
    list.AddRectFilled({at.x - pad, at.y - pad / 2}, {at.x + extent.x + pad, at.y + extent.y + pad / 2},
                       ImGui::GetColorU32(theme().shade), pad / 2);
    list.AddText(font, size, at, ImGui::GetColorU32(theme().on_picture), text.c_str());
    ImGuiLayer::draw_elsewhere(list, all);
}

}  // namespace progan
