#include <imgui.h>

#include <array>

#include "app/explorer/features/settings/settings_sections.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/setting_row.h"
#include "core/support/translate.h"

namespace progan {
namespace {

template <typename Value>
struct Choice {
    Value value;
    const char *probe, *name;
};

/// A list of a few choices with a label before it.
template <typename Value, std::size_t count>
void choice_of(Panel& panel, const char* label, const char* id, Value& chosen,
               const std::array<Choice<Value>, count>& choices) {
    setting(tr(label));
    const std::string probe = std::string("Settings/") + id;
    const char* shown = "";
    for (const Choice<Value>& choice : choices)
        if (choice.value == chosen) shown = choice.name;
    ImGui::PushID(id);
    const bool open = begin_combo("##choice", tr(shown));
    if (open) {
        for (const Choice<Value>& choice : choices) {
            if (combo_item(tr_label(choice.name), chosen == choice.value)) chosen = choice.value;
            panel.probe.item(probe + "/" + choice.probe);
        }
        ImGui::EndCombo();
    }
    ImGui::PopID();
    panel.probe.item(probe);
}

void theme_choice(Panel& panel) {
    using C = Choice<ThemeChoice>;
    constexpr std::array kThemes{C{ThemeChoice::system, "System", tr_later("Follow system")},
                                 C{ThemeChoice::dark, "Dark", tr_later("Dark")},
                                 C{ThemeChoice::light, "Light", tr_later("Light")},
                                 C{ThemeChoice::high_contrast, "Contrast", tr_later("High contrast")}};
    choice_of(panel, tr_later("Theme"), "Theme", panel.state.settings.theme, kThemes);
}

void motion_choice(Panel& panel) {
    using C = Choice<MotionChoice>;
    constexpr std::array kMotions{C{MotionChoice::system, "System", tr_later("Follow system")},
                                  C{MotionChoice::reduced, "Reduced", tr_later("Reduced")},
                                  C{MotionChoice::full, "Full", tr_later("Full")}};
    choice_of(panel, tr_later("Motion"), "Motion", panel.state.settings.motion, kMotions);
}

void file_dialogs_choice(Panel& panel) {
    using C = Choice<FileDialogs>;
    constexpr std::array kDialogs{C{FileDialogs::system, "System", tr_later("The system's")},
                                  C{FileDialogs::own, "Own", tr_later("The program's own")}};
    choice_of(panel, tr_later("File dialogs"), "Dialogs", panel.state.settings.file_dialogs, kDialogs);
}

std::string size_text(double scale) {
    return scale == 0 ? std::string(tr("Automatic")) : trf("{:.0f} %", scale * 100);
}

void size_choice(Panel& panel) {
    double& scale = panel.state.settings.ui_scale;
    setting(tr("Size"));
    if (begin_combo("##size", size_text(scale).c_str())) {
        for (const double choice : {0.0, 0.85, 1.0, 1.25, 1.5, 2.0}) {
            if (combo_item(size_text(choice).c_str(), scale == choice)) scale = choice;
            panel.probe.item("Settings/Size/" + std::to_string(static_cast<int>(choice * 100)));
        }
        ImGui::EndCombo();
    }
    panel.probe.item("Settings/Size");
}

void language_choice(Panel& panel) {
    std::string& code = panel.state.settings.language;
    std::string shown = tr("Follow system");
    for (const Language& language : panel.state.languages)
        if (language.code == code) shown = language.name;
    setting(tr("Language"));
    if (begin_combo("##language", shown.c_str())) {
        if (combo_item(tr_label("Follow system"), code.empty())) code.clear();
        panel.probe.item("Settings/Language/System");
        for (const Language& language : panel.state.languages) {
            if (combo_item(label_with_id(language.name, language.code.c_str()).c_str(),
                           code == language.code))
                code = language.code;
            panel.probe.item("Settings/Language/" + language.code);
        }
        ImGui::EndCombo();
    }
    panel.probe.item("Settings/Language");
}

}  // namespace

void look_section(Panel& panel) {
    theme_choice(panel);
    size_choice(panel);
    language_choice(panel);
    motion_choice(panel);
    setting_note(
        tr("Reduced: slideshows and presentations cut from face to face, the tour turns sliders at once, and "
           "the text cursor does not blink. Whatever you start yourself still moves."));
    file_dialogs_choice(panel);
}

}  // namespace progan
