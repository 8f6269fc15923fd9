#include <imgui.h>

#include "app/explorer/features/settings/settings_sections.h"
#include "app/explorer/features/settings/storage.h"
#include "app/explorer/platform/desktop_files.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/dialog_foot.h"
#include "app/explorer/ui/theme.h"
#include "core/support/text.h"
#include "core/support/translate.h"

namespace progan {
namespace {

float text_button_width(const char* text) {
    return ImGui::CalcTextSize(text).x + 2 * ImGui::GetStyle().FramePadding.x;
}

/// Both at the right end of each line, so that the sizes stand in one column.
float buttons_width() {
    return text_button_width(tr("Clear...")) + space::small() + text_button_width(tr("Show folder"));
}

/// A name, and how much it is. Returns where the line ends.
float line(const std::string& name, const DiskUse* use) {
    const float left = ImGui::GetCursorPosX(), width = ImGui::GetContentRegionAvail().x;
    const float buttons = buttons_width();
    const std::string size = use ? bytes_text(static_cast<double>(use->bytes)) : "...";
    ImGui::AlignTextToFramePadding();
    cut_text(name, width - buttons - em(7));
    ImGui::SameLine(left + width - buttons - space::large() - ImGui::CalcTextSize(size.c_str()).x);
    ImGui::AlignTextToFramePadding();
    disabled_text(size);
    return left + width;
}

void show_folder_button(Panel& panel, SettingsController& controller, const std::string& folder,
                        const std::string& probe, bool there) {
    ImGui::BeginDisabled(!there);
    if (button(tr_label("Show folder"), tr("Show in the file manager"))) controller.show_folder(folder);
    panel.probe.item(probe);
    ImGui::EndDisabled();
}

void question(Panel& panel, SettingsController& controller, std::size_t cache) {
    ImGui::Indent(space::large());
    wrapped_text(tr(kCacheList[cache].about));
    const Answered answered = answers(panel, {tr_label("Keep it"), "", "Settings/Storage/Keep it"},
                                      {tr_label("Clear now"), "", "Settings/Storage/Clear now"});
    if (answered.leave) panel.state.settings_dialog.asked.reset();
    ImGui::Unindent(space::large());
    ImGui::Spacing();
    if (answered.act) controller.clear(cache);
}

void cache_line(Panel& panel, SettingsController& controller, std::size_t cache) {
    SettingsDialogState& dialog = panel.state.settings_dialog;
    const std::string folder = kCacheList[cache].folder, probe = "Settings/Storage/" + folder;
    const DiskUse* use = dialog.use ? &dialog.use->caches[cache] : nullptr;
    ImGui::PushID(folder.c_str());
    ImGui::SameLine(line(tr(kCacheList[cache].name), use) - buttons_width());
    ImGui::BeginDisabled(!use || use->files == 0 || dialog.clearing);
    if (button(tr_label("Clear..."), "")) dialog.asked = cache;
    panel.probe.item(probe + "/Clear");
    ImGui::EndDisabled();
    ImGui::SameLine(0, space::small());
    show_folder_button(panel, controller, folder, probe + "/Show", use && use->files > 0);
    ImGui::PopID();
    if (dialog.asked == cache) question(panel, controller, cache);
}

}  // namespace

void storage_section(Panel& panel, SettingsController& controller) {
    const SettingsDialogState& dialog = panel.state.settings_dialog;
    heading(tr("Caches"), tr("can be recreated"));
    for (std::size_t cache = 0; cache < kCaches; ++cache) cache_line(panel, controller, cache);
    ImGui::Spacing();
    ImGui::Spacing();
    heading(tr("Your files"));
    ImGui::PushID("kept");
    const float end = line(tr("Everything else"), dialog.use ? &dialog.use->kept : nullptr);
    ImGui::SameLine(end - text_button_width(tr("Show folder")));
    show_folder_button(panel, controller, "favourites.json", "Settings/Storage/Show", true);
    ImGui::PopID();
    dim_text(
        trf("Favourites, axes, journeys, recordings, training runs, the history and the settings, in {}. "
            "Nothing here clears them.",
            with_tilde(panel.state.data_dir)));
    if (dialog.problem.empty()) return;
    ImGui::Spacing();
    ImGui::PushStyleColor(ImGuiCol_Text, theme().error);
    wrapped_text(dialog.problem);
    ImGui::PopStyleColor();
}

}  // namespace progan
