#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <string>
#include <vector>

#include "app/explorer/features/journey/timeline_controller.h"
#include "app/explorer/features/journey/timeline_parts.h"
#include "app/explorer/state/queries.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/theme.h"

namespace progan {
namespace {

/// Where a key's face comes from: one was chosen if it returns something. `label` begins the probe's names.
std::optional<Keyframe> face_choice(Panel& panel, TimelineController& controller, const std::string& label,
                                    std::uint32_t suggested) {
    TimelineController& timeline = controller;
    std::optional<Keyframe> chosen;
    if (ImGui::MenuItem("The face shown")) chosen = timeline.shown_face();
    panel.probe.item(label + "/Current");
    static ImU32 seed = 0;
    if (ImGui::IsWindowAppearing()) seed = suggested;
    ImGui::SetNextItemWidth(em(6));
    const bool entered =
        ImGui::InputScalar("##seed", ImGuiDataType_U32, &seed, nullptr, nullptr, "%u",
                           ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_CharsDecimal);
    panel.probe.item(label + "/Seed");
    tip("A seed: Enter takes its face.");
    ImGui::SameLine();
    if (button("This seed", "The face of the seed beside") || entered) {
        chosen = timeline.seed_face(seed);
        ImGui::CloseCurrentPopup();
    }
    panel.probe.item(label + "/Take seed");
    const std::vector<Favourite>& favourites = panel.state.favourites;
    if (favourites.empty()) return chosen;
    ImGui::Separator();
    ImGui::TextDisabled("Favourites");
    ImGui::BeginChild("##list",
                      {em(14), em(std::min<float>(10, 1.7f * static_cast<float>(favourites.size())))});
    for (std::size_t i = 0; i < favourites.size(); ++i) {
        ImGui::PushID(static_cast<int>(i));
        if (ImGui::Selectable(favourites[i].name.c_str())) {
            chosen = timeline.favourite_face(favourites[i].id);
            ImGui::CloseCurrentPopup();
        }
        panel.probe.item(label + "/Favourite/" + std::to_string(i));
        ImGui::PopID();
    }
    ImGui::EndChild();
    return chosen;
}

void span_settings(Panel& panel, TimelineController& controller, std::size_t key) {
    TimelineController& timeline = controller;
    const Journey& journey = shown_journey(panel.state);
    const std::int64_t at = key_frames(journey)[key];
    const bool last_of_open = key + 1 == journey.keyframes.size() && !closes(journey);
    const auto label = [](const char* text) {
        ImGui::AlignTextToFramePadding();
        ImGui::TextDisabled("%s", text);
        ImGui::SameLine(em(7));
        ImGui::SetNextItemWidth(em(7));
    };
    label("At frame");
    ImGui::BeginDisabled(key == 0);
    auto frame = static_cast<int>(at);
    if (ImGui::InputInt("##at", &frame, 1, 10, ImGuiInputTextFlags_EnterReturnsTrue))
        timeline.move(key, frame);
    panel.probe.item("Timeline/Key/At");
    tip("The frame at which the key stands, between its neighbours. The first stands at 0.");
    ImGui::EndDisabled();
    if (last_of_open) return;
    label("Frames to next");
    int frames = journey.keyframes[key].frames;
    if (ImGui::InputInt("##frames", &frames, 1, 10, ImGuiInputTextFlags_EnterReturnsTrue))
        timeline.set_span(key, frames);
    panel.probe.item("Timeline/Key/Frames");
    tip("Frames from this key to the next: all later keys move.");
    label("Easing to next");
    constexpr const char* kNames[] = {"linear", "smooth", "in (begins at rest)", "out (ends at rest)"};
    auto easing = static_cast<int>(journey.keyframes[key].easing);
    if (ImGui::BeginCombo("##easing", kNames[easing])) {
        for (int i = 0; i < 4; ++i) {
            if (ImGui::Selectable(kNames[i], i == easing)) timeline.set_easing(key, static_cast<Easing>(i));
            panel.probe.item("Timeline/Key/Easing/" + std::string(to_string(static_cast<Easing>(i))));
        }
        ImGui::EndCombo();
    }
    panel.probe.item("Timeline/Key/Easing");
    tip("How the span after this key begins and ends.");
}

void files(Panel& panel, TimelineController& controller) {
    TimelineController& timeline = controller;
    static std::string name;
    static std::vector<std::string> saved;
    if (ImGui::IsWindowAppearing()) {
        name = panel.state.timeline.name.empty() ? "journey" : panel.state.timeline.name;
        saved = timeline.saved();
    }
    ImGui::SetNextItemWidth(em(11));
    const bool entered = ImGui::InputText("##name", &name, ImGuiInputTextFlags_EnterReturnsTrue);
    panel.probe.item("Timeline/Menu/Name");
    tip("Its file's name, in the folder \"journeys\" of the data folder.");
    ImGui::SameLine();
    if (button("Save",
               "Keeps the journey as a journey.json file, which progan interpolate --journey reads, too") ||
        entered) {
        timeline.save(name);
        ImGui::CloseCurrentPopup();
    }
    panel.probe.item("Timeline/Menu/Save");
    if (ImGui::BeginMenu("Open", !saved.empty())) {
        for (const std::string& file : saved) {
            if (ImGui::MenuItem(file.c_str())) timeline.open(timeline.folder() / (file + ".json"));
            panel.probe.item("Timeline/Menu/Open/" + file);
        }
        ImGui::EndMenu();
    }
    panel.probe.item("Timeline/Menu/Open");
    tip("Journeys that were saved here. One from elsewhere: drop its file on the window.");
}

}  // namespace

void add_key_menu(Panel& panel, TimelineController& controller) {
    if (!ImGui::BeginPopup(kAddMenu)) return;
    ImGui::TextDisabled("Add a key at frame %lld", static_cast<long long>(shown_frame(panel.state)));
    if (std::optional<Keyframe> face =
            face_choice(panel, controller, "Timeline/Add", panel.state.face.seed.value_or(0)))
        controller.add(std::move(face));
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
    ImGui::TextDisabled("%s", key_label(panel.state.journey, key).c_str());
    span_settings(panel, controller, key);
    ImGui::Separator();
    if (ImGui::BeginMenu("Replace by")) {
        if (std::optional<Keyframe> face = face_choice(panel, controller, "Timeline/Key/Replace",
                                                       panel.state.journey.keyframes[key].seed.value_or(0)))
            timeline.replace(key, std::move(face));
        ImGui::EndMenu();
    }
    panel.probe.item("Timeline/Key/Replace");
    if (ImGui::MenuItem("Duplicate")) timeline.duplicate(key);
    panel.probe.item("Timeline/Key/Duplicate");
    tip("The same face once more, in the middle of the span after it.");
    if (ImGui::MenuItem("Swap with the next", nullptr, false, key + 1 < keys)) timeline.swap_with_next(key);
    panel.probe.item("Timeline/Key/Swap");
    tip("The two faces change places.");
    if (ImGui::MenuItem("Split at the playhead")) timeline.split();
    panel.probe.item("Timeline/Key/Split");
    tip("A new key where the playhead is, on the way itself.");
    ImGui::Separator();
    if (ImGui::MenuItem("Delete", "Del", false, keys > 1)) timeline.remove(key);
    panel.probe.item("Timeline/Key/Delete");
    ImGui::EndPopup();
}

void journey_menu(Panel& panel, TimelineController& controller) {
    if (!ImGui::BeginPopup(kJourneyMenu)) return;
    TimelineController& timeline = controller;
    const Journey& journey = panel.state.journey;
    files(panel, controller);
    ImGui::Separator();
    const auto item = [&](const char* text, const char* keys, bool enabled, const char* name,
                          const char* explanation) {
        const bool chosen = ImGui::MenuItem(text, keys, false, enabled);
        panel.probe.item(std::string("Timeline/Menu/") + name);
        tip(explanation);
        return chosen;
    };
    if (item("Split at the playhead", nullptr, true, "Split", "A new key on the way itself."))
        timeline.split();
    if (item("Reverse", nullptr, true, "Reverse", "Backwards.")) timeline.reverse();
    if (item("Play from here", "I", true, "In", "The in point: playing and recording begin here."))
        timeline.set_in();
    if (item("Play up to here", "O", true, "Out", "The out point: playing and recording end here."))
        timeline.set_out();
    if (item("Play all", nullptr, journey.in > 0 || journey.out >= 0, "All", "Without in and out points."))
        timeline.clear_in_out();
    if (item("Begin anew", nullptr, true, "New",
             "Two keys, seeds 15 and 21. Save this journey first if it is dear."))
        timeline.start_anew();
    ImGui::Separator();
    const auto here = static_cast<double>(shown_frame(panel.state));
    const double zoom = panel.state.timeline.zoom;
    if (item("Zoom in", "Ctrl+wheel", true, "Zoom in", "Around the playhead."))
        timeline.zoom_to(zoom * 2, here);
    if (item("Zoom out", nullptr, zoom > 1, "Zoom out", "Around the playhead."))
        timeline.zoom_to(zoom / 2, here);
    if (item("The whole journey", nullptr, zoom > 1, "Zoom all", "As wide as the strip."))
        timeline.zoom_to(1, 0);
    ImGui::Separator();
    ImGui::AlignTextToFramePadding();
    ImGui::TextDisabled("Memory for baked frames");
    auto memory = static_cast<int>(panel.state.timeline.memory_mib);
    ImGui::SetNextItemWidth(em(8));
    if (ImGui::InputInt("MiB", &memory, 64, 256)) timeline.set_memory(memory);
    panel.probe.item("Timeline/Menu/Memory");
    tip("Frames far from the playhead make room for nearer ones. 0: nothing is made ahead.");
    ImGui::EndPopup();
}

}  // namespace progan
