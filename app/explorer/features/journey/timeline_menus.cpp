#include <imgui.h>
#include <imgui_stdlib.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "app/explorer/features/journey/timeline_controller.h"
#include "app/explorer/features/journey/timeline_parts.h"
#include "app/explorer/state/queries.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/face_choice.h"
#include "app/explorer/ui/replace_question.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr const char* kEasings[] = {tr_later("linear"), tr_later("smooth"), tr_later("in (begins at rest)"),
                                    tr_later("out (ends at rest)")};

void span_settings(Panel& panel, TimelineController& controller, std::size_t key) {
    TimelineController& timeline = controller;
    const Journey& journey = shown_journey(panel.state);
    const std::int64_t at = key_frames(journey)[key];
    const bool last_of_open = key + 1 == journey.keyframes.size() && !closes(journey);
    const auto label = [](const char* text) {
        ImGui::AlignTextToFramePadding();
        disabled_text(text);
        ImGui::SameLine(em(7));
        ImGui::SetNextItemWidth(em(7));
    };
    label(tr("At frame"));
    ImGui::BeginDisabled(key == 0);
    auto frame = static_cast<int>(at);
    if (ImGui::InputInt("##at", &frame, 1, 10, ImGuiInputTextFlags_EnterReturnsTrue))
        timeline.move(key, frame);
    panel.probe.item("Timeline/Key/At");
    tip(tr("The frame that the key is at, between its neighbours. The first key is at 0."));
    ImGui::EndDisabled();
    if (last_of_open) return;
    label(tr("Frames to next"));
    int frames = journey.keyframes[key].frames;
    if (ImGui::InputInt("##frames", &frames, 1, 10, ImGuiInputTextFlags_EnterReturnsTrue))
        timeline.set_span(key, frames);
    panel.probe.item("Timeline/Key/Frames");
    tip(tr("Frames from this key to the next. All later keys move along."));
    label(tr("Easing to next"));

    auto easing = static_cast<int>(journey.keyframes[key].easing);
    if (begin_combo("##easing", tr(kEasings[easing]))) {
        for (int i = 0; i < 4; ++i) {
            if (combo_item(tr_label(kEasings[i]), i == easing))
                timeline.set_easing(key, static_cast<Easing>(i));
            panel.probe.item("Timeline/Key/Easing/" + std::string(to_string(static_cast<Easing>(i))));
        }
        ImGui::EndCombo();
    }
    panel.probe.item("Timeline/Key/Easing");
    tip(tr("How the span after this key begins and ends."));
}

/// By a file dialog.
void files_elsewhere(Panel& panel, TimelineController& timeline) {
    if (ImGui::MenuItem(tr_label("Save elsewhere..."))) {
        const std::string name = timeline.path_for(panel.state.timeline.typed_name).filename().string();
        panel.files.choose({FilePurpose::save_journey, {}, name},
                           [&timeline](const std::filesystem::path& chosen) { timeline.save_to(chosen); });
    }
    panel.probe.item("Timeline/Menu/Save elsewhere");
    tip(tr("As a journey.json file in any folder."));
    if (ImGui::MenuItem(tr_label("Open a file..."))) panel.files.open(FilePurpose::open_journey);
    panel.probe.item("Timeline/Menu/Open a file");
    tip(tr("A journey.json file, or an animation recorded here. You can also drop it on the window."));
}

void files(Panel& panel, TimelineController& controller) {
    TimelineController& timeline = controller;
    std::string& name = panel.state.timeline.typed_name;
    std::vector<std::string>& saved = panel.state.timeline.saved;
    if (ImGui::IsWindowAppearing()) {
        name = panel.state.timeline.name.empty() ? "journey" : panel.state.timeline.name;
        saved = timeline.saved();
        panel.state.timeline.replace = {};
    }
    ImGui::SetNextItemWidth(em(11));
    const bool entered = ImGui::InputText("##name", &name, ImGuiInputTextFlags_EnterReturnsTrue);
    panel.probe.item("Timeline/Menu/Name");
    tip(tr("Its file name, in the \"journeys\" folder of the data folder."));
    ImGui::SameLine();
    const bool pressed =
        button(tr_label("Save"),
               tr("Saves the journey as a journey.json file, which progan interpolate --journey also reads"));
    panel.probe.item("Timeline/Menu/Save");
    if (may_be_written(panel, panel.state.timeline.replace, timeline.path_for(name), pressed || entered,
                       "Timeline/Menu")) {
        timeline.save(name, TimelineController::Replace::asked);
        ImGui::CloseCurrentPopup();
    }
    if (ImGui::BeginMenu(tr_label("Open"), !saved.empty())) {
        for (const std::string& file : saved) {
            if (ImGui::MenuItem(file.c_str())) timeline.open(timeline.folder() / (file + ".json"));
            panel.probe.item("Timeline/Menu/Open/" + file);
        }
        ImGui::EndMenu();
    }
    panel.probe.item("Timeline/Menu/Open");
    tip(tr("Journeys you saved here."));
    files_elsewhere(panel, controller);
}

void split_item(Panel& panel, TimelineController& timeline, const char* probe) {
    const bool can = timeline.can_split();
    if (ImGui::MenuItem(tr_label("Split at the playhead"), nullptr, false, can)) timeline.split();
    panel.probe.item(probe);
    tip(can ? tr("Adds a key at the playhead, on the path itself.")
            : tr("There is already a key at the playhead. Move the playhead between two keys first."));
}

}  // namespace

const char* easing_name(Easing easing) {
    return tr(kEasings[static_cast<std::size_t>(easing)]);
}

void add_key_menu(Panel& panel, TimelineController& controller) {
    if (!ImGui::BeginPopup(kAddMenu)) return;
    disabled_text(trf("Add a key at frame {}", shown_frame(panel.state)));
    const std::uint32_t seed = panel.state.face.base.seed.value_or(0);
    if (auto choice = face_choice_list(panel, "Timeline/Add", {.live = false, .seed = seed}))
        controller.add(std::move(choice->face));
    ImGui::EndPopup();
}

void key_menu(Panel& panel, TimelineController& controller, std::size_t key) {
    if (!ImGui::BeginPopup(kKeyMenu)) return;
    TimelineController& timeline = controller;
    const std::size_t keys = panel.state.journey.keyframes.size();
    if (key >= keys) {
        ImGui::CloseCurrentPopup();
        ImGui::EndPopup();
        return;
    }
    disabled_text(key_label(panel.state.journey, key));
    span_settings(panel, controller, key);
    ImGui::Separator();
    if (ImGui::BeginMenu(tr_label("Replace with"))) {
        const std::uint32_t seed = panel.state.journey.keyframes[key].seed.value_or(0);
        if (auto choice = face_choice_list(panel, "Timeline/Key/Replace", {.live = false, .seed = seed}))
            timeline.replace(key, std::move(choice->face));
        ImGui::EndMenu();
    }
    panel.probe.item("Timeline/Key/Replace");
    if (ImGui::MenuItem(tr_label("Duplicate"))) timeline.duplicate(key);
    panel.probe.item("Timeline/Key/Duplicate");
    tip(tr("The same face again, in the middle of the span that follows."));
    if (ImGui::MenuItem(tr_label("Swap with the next"), nullptr, false, key + 1 < keys))
        timeline.swap_with_next(key);
    panel.probe.item("Timeline/Key/Swap");
    tip(tr("The two faces swap places."));
    split_item(panel, timeline, "Timeline/Key/Split");
    ImGui::Separator();
    const std::string shortcut = panel.keys_of("journey.delete_key");
    if (ImGui::MenuItem(tr_label("Delete"), shortcut.c_str(), false, keys > 1)) timeline.remove(key);
    panel.probe.item("Timeline/Key/Delete");
    ImGui::EndPopup();
}

void journey_menu(Panel& panel, TimelineController& controller) {
    if (!ImGui::BeginPopup(kJourneyMenu)) return;
    TimelineController& timeline = controller;
    const Journey& journey = panel.state.journey;
    files(panel, controller);
    ImGui::Separator();
    const auto keys = [&](const char* command) { return panel.keys_of(command); };
    const auto item = [&](const char* text, const std::string& shortcut, bool enabled, const char* name,
                          const char* explanation) {
        const bool chosen = ImGui::MenuItem(tr_label(text), shortcut.c_str(), false, enabled);
        panel.probe.item(std::string("Timeline/Menu/") + name);
        tip(tr(explanation));
        return chosen;
    };
    split_item(panel, timeline, "Timeline/Menu/Split");
    if (item(tr_later("Reverse"), "", true, "Reverse", tr_later("Makes the journey run backwards.")))
        timeline.reverse();
    if (item(tr_later("Set start"), keys("journey.in"), true, "In",
             tr_later("Playback and recording start here.")))
        timeline.set_in();
    if (item(tr_later("Set end"), keys("journey.out"), true, "Out",
             tr_later("Playback and recording end here.")))
        timeline.set_out();
    if (item(tr_later("Clear start and end"), "", journey.in > 0 || journey.out >= 0, "All",
             tr_later("Play and record the whole journey.")))
        timeline.clear_in_out();
    if (item(tr_later("New journey"), "", true, "New",
             tr_later("Starts over with two keys. Save the current journey first if you want to keep it.")))
        timeline.start_anew();
    ImGui::Separator();
    const auto here = static_cast<double>(shown_frame(panel.state));
    const double zoom = panel.state.timeline.zoom;
    if (item(tr_later("Zoom in"), tr("Ctrl+wheel"), true, "Zoom in", tr_later("Around the playhead.")))
        timeline.zoom_to(zoom * 2, here);
    if (item(tr_later("Zoom out"), "", zoom > 1, "Zoom out", tr_later("Around the playhead.")))
        timeline.zoom_to(zoom / 2, here);
    if (item(tr_later("The whole journey"), "", zoom > 1, "Zoom all", tr_later("Fit it to the strip.")))
        timeline.zoom_to(1, 0);
    ImGui::EndPopup();
}

}  // namespace progan
