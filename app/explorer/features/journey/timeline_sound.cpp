#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <string>

#include "app/explorer/features/journey/timeline_controller.h"
#include "app/explorer/features/journey/timeline_parts.h"
#include "app/explorer/state/queries.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr char kSoundPopup[] = "Sound";
constexpr float kLabels = 6, kFields = 15;  // em
constexpr std::array kCurves{tr_later("Loudness"), tr_later("Onsets")};

std::string driven(const JourneySound& sound) {
    switch (sound.drives) {
        case SoundDrives::pace:
            return tr("Pace");
        case SoundDrives::position:
            return tr("Position");
        case SoundDrives::axis:
            return sound.axis_name;
    }
    return {};
}

void what_it_drives(Panel& panel, TimelineController& timeline, const JourneySound& sound) {
    form_label(tr("Drives"), em(kLabels), em(kFields));
    if (begin_combo("##drives", driven(sound).c_str())) {
        if (combo_item(tr_label("Pace"), sound.drives == SoundDrives::pace))
            timeline.set_sound_drives(SoundDrives::pace);
        panel.probe.item("Timeline/Sound/Drives/pace");
        tip(tr("The journey is faster where the curve is high."));
        if (combo_item(tr_label("Position"), sound.drives == SoundDrives::position))
            timeline.set_sound_drives(SoundDrives::position);
        panel.probe.item("Timeline/Sound/Drives/position");
        tip(tr("The journey runs ahead where the curve is high."));
        ImGui::Separator();
        for (const Axis& axis : panel.state.axes) {
            if (axis.hidden) continue;
            const bool chosen = sound.drives == SoundDrives::axis && sound.axis_id == axis.id;
            ImGui::PushID(axis.id.c_str());
            if (combo_item(axis.name.c_str(), chosen)) timeline.set_sound_axis(axis.id);
            ImGui::PopID();
            panel.probe.item("Timeline/Sound/Drives/" + axis.id);
        }
        ImGui::EndCombo();
    }
    panel.probe.item("Timeline/Sound/Drives");
    tip(tr("What the sound drives: the pace, the position, or an axis along which the face is turned."));
}

void which_curve(Panel& panel, TimelineController& timeline, const JourneySound& sound) {
    form_label(tr("Curve"), em(kLabels), em(kFields));
    const auto now = static_cast<std::size_t>(sound.curve);
    if (begin_combo("##curve", tr(kCurves[now]))) {
        for (std::size_t i = 0; i < kCurves.size(); ++i) {
            const auto curve = static_cast<SoundCurve>(i);
            if (combo_item(tr_label(kCurves[i]), i == now)) timeline.set_sound_curve(curve);
            panel.probe.item("Timeline/Sound/Curve/" + std::string(to_string(curve)));
        }
        ImGui::EndCombo();
    }
    panel.probe.item("Timeline/Sound/Curve");
    tip(tr("How loud it is, or where new sounds begin."));
}

void how_much(Panel& panel, TimelineController& timeline, const JourneySound& sound) {
    form_label(tr("Amount"), em(kLabels), em(kFields));
    const SoundAmounts amounts = sound_amounts(sound.drives);
    auto amount = static_cast<float>(sound.amount);
    const std::string format = sound.drives == SoundDrives::pace       ? trf("{} times as fast", "%.1f")
                               : sound.drives == SoundDrives::position ? trf("{} s ahead", "%.2f")
                                                                       : trf("{} degrees", "%.0f");
    const float speed = sound.drives == SoundDrives::position ? 0.02f : 0.2f;
    if (ImGui::DragFloat("##amount", &amount, speed, static_cast<float>(amounts.least),
                         static_cast<float>(amounts.greatest), format.c_str(), ImGuiSliderFlags_AlwaysClamp))
        timeline.set_sound_amount(static_cast<double>(amount));
    panel.probe.item("Timeline/Sound/Amount");
    tip(tr("At the top of the curve. Drag, or double-click to type."));
}

std::string length_text(const SoundCurves& curves) {
    std::string text = trf("{:.1f} s. The journey lasts just as long.", curves.seconds);
    if (curves.stated_seconds > 0)
        text += " " + trf("The file ends early: its header says {:.1f} s.", curves.stated_seconds);
    return text;
}

void choose_file(Panel& panel, TimelineController& timeline, const char* text) {
    if (button(tr_label(text),
               tr("An audio file, or a video whose sound to use. You can also drop one on the window.")))
        panel.files.choose({FilePurpose::open_sound},
                           [&timeline](const std::filesystem::path& chosen) { timeline.set_sound(chosen); });
    panel.probe.item("Timeline/Sound/Choose");
}

void sound_popup(Panel& panel, TimelineController& timeline) {
    if (!ImGui::BeginPopup(kSoundPopup)) return;
    ImGui::PushTextWrapPos(em(kLabels + kFields));
    const std::optional<JourneySound> sound = panel.state.journey.sound;
    if (!sound) {
        wrapped_text(tr("A sound can drive the journey: its pace, its position, or an axis."));
        choose_file(panel, timeline, tr_later("Choose a file..."));
    } else {
        const TimelineSound& view = panel.state.timeline.sound;
        wrapped_text(std::filesystem::path(sound->file).filename().string());
        if (view.reading)
            disabled_text(tr("Analysing..."));
        else if (!view.problem.empty())
            wrapped_text(view.problem);
        else if (view.curves)
            disabled_text(length_text(*view.curves));
        choose_file(panel, timeline, tr_later("Choose another..."));
        ImGui::SameLine();
        if (button(tr_label("Remove"), tr("The journey plays without the sound. The file stays.")))
            timeline.remove_sound();
        panel.probe.item("Timeline/Sound/Remove");
        what_it_drives(panel, timeline, *sound);
        which_curve(panel, timeline, *sound);
        how_much(panel, timeline, *sound);
    }
    wrapped_text(tr("The window plays silently. MP4 and WebM recordings include the sound."));
    ImGui::PopTextWrapPos();
    ImGui::EndPopup();
}

void draw_values(ImDrawList& list, const std::vector<float>& curve, ImVec2 low, ImVec2 high, bool filled,
                 ImU32 color) {
    const auto count = static_cast<double>(curve.size());
    float before = high.y;
    for (float x = low.x; x < high.x; x += 1) {
        const auto at = [&](float pixel) {
            return static_cast<std::size_t>(
                std::clamp(static_cast<double>((pixel - low.x) / (high.x - low.x)) * count, 0.0, count));
        };
        const std::size_t first = std::min(at(x), curve.size() - 1);
        const std::size_t end = std::clamp(at(x + 1), first + 1, curve.size());
        float most = 0;
        for (std::size_t i = first; i < end; ++i) most = std::max(most, curve[i]);
        const float y = high.y - most * (high.y - low.y);
        if (filled)
            list.AddLine({x, high.y}, {x, y}, color);
        else if (x > low.x)
            list.AddLine({x - 1, before}, {x, y}, color, space::hair());
        before = y;
    }
}

}  // namespace

void sound_button(Panel& panel, TimelineController& controller, bool small) {
    const std::optional<JourneySound>& sound = panel.state.journey.sound;
    const std::string told = sound
                                 ? trf("The journey follows {}: {}",
                                       std::filesystem::path(sound->file).filename().string(), driven(*sound))
                                 : std::string(tr("Let a sound drive the journey"));
    if (small ? icon_button("sound", Icon::sound, told) : button(tr_label("Sound..."), told))
        ImGui::OpenPopup(kSoundPopup);
    panel.probe.item("Timeline/Sound");
    sound_popup(panel, controller);
}

float sound_lane_height(const AppState& state) {
    return state.journey.sound ? em(kSoundEms) : 0;
}

void sound_lane(Panel& panel, TimelineController& controller, float inset) {
    const AppState& state = panel.state;
    if (!state.journey.sound) return;
    const TimelineSound& view = state.timeline.sound;
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    const ImVec2 low{origin.x + inset, origin.y},
        high{origin.x + width - inset, origin.y + em(kSoundEms) - space::small()};
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(origin, {origin.x + width, high.y}, ImGui::GetColorU32(theme().well),
                       space::rounding_small());
    if (!view.curves || view.curves->loudness.empty()) {
        const std::string text = view.reading ? std::string(tr("Analysing...")) : view.problem;
        ImGui::SetCursorScreenPos({low.x, low.y + space::small()});
        disabled_text(fitting_text(text, high.x - low.x));
        ImGui::SetCursorScreenPos({origin.x, origin.y + em(kSoundEms)});
        return;
    }
    const bool loudness = state.journey.sound->curve == SoundCurve::loudness;
    const ImU32 chosen = ImGui::GetColorU32(theme().journey);
    const ImU32 other = ImGui::GetColorU32(theme().text_dim);
    draw_values(list, view.curves->loudness, low, high, true,
                ImGui::GetColorU32(faded(loudness ? theme().journey : theme().text_dim, 0.4f)));
    draw_values(list, view.curves->onsets, low, high, false, loudness ? other : chosen);
    ImGui::InvisibleButton("##sound", {width, high.y - origin.y});
    panel.probe.item("Timeline/Sound curves");
    const auto frames = static_cast<double>(view.curves->loudness.size());
    const auto under = static_cast<double>((ImGui::GetIO().MousePos.x - low.x) / (high.x - low.x)) * frames;
    if (ImGui::IsItemActive()) controller.scrub_sound(static_cast<std::int64_t>(std::floor(under)));
    if (ImGui::IsItemDeactivated()) ImGui::SetWindowFocus(nullptr);
    tip(
        trf("The sound, {:.1f} s: its loudness as an area, its onsets as a line. Click to see the face at "
            "that moment.",
            view.curves->seconds));
    if (const std::optional<std::int64_t> frame = sound_frame(state);
        frame && state.follow == Follow::journey) {
        const float x = low.x + static_cast<float>(static_cast<double>(*frame) / frames) * (high.x - low.x);
        list.AddLine({x, low.y}, {x, high.y}, chosen, space::line());
    }
    ImGui::SetCursorScreenPos({origin.x, origin.y + em(kSoundEms)});
}

}  // namespace progan
