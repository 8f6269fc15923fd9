#include "app/explorer/ui/seed_field.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include "app/explorer/platform/imgui_compat.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/theme.h"
#include "core/latent/seeds.h"
#include "core/support/translate.h"

namespace progan {
namespace {

/// Another seed by other means, a key or an undo, takes the place of what was typed.
void follow(SeedText& typed, std::optional<std::uint32_t> seed) {
    if (typed.edited || (typed.wrong && typed.shown == seed)) return;
    typed.shown = seed;
    typed.wrong = false;
    typed.text = seed ? std::to_string(*seed) : "";
}

}  // namespace

std::optional<std::uint32_t> seed_field(SeedText& typed, std::optional<std::uint32_t> seed) {
    follow(typed, seed);
    const bool wrong = typed.wrong;
    if (wrong) {
        ImGui::PushStyleColor(ImGuiCol_Border, theme().error);
        ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, space::tight());
    }
    ImGui::InputTextWithHint("##seed", tr("no seed"), &typed.text, ImGuiInputTextFlags_AutoSelectAll);
    if (wrong) {
        ImGui::PopStyleVar();
        ImGui::PopStyleColor();
    }
    typed.edited = ImGui::IsItemActive();
    if (!ImGui::IsItemDeactivatedAfterEdit() || escape_pressed()) return std::nullopt;
    const std::optional<std::uint32_t> entered = seed_from_text(typed.text);
    typed.shown = seed;
    typed.wrong = !entered && typed.text.find_first_not_of(' ') != std::string::npos;
    return entered;
}

void seed_problem(const SeedText& typed) {
    if (!typed.wrong) return;
    ImGui::PushStyleColor(ImGuiCol_Text, theme().error);
    wrapped_text(trf("A seed is a whole number from 0 to {}.", kMaxSeed));
    ImGui::PopStyleColor();
}

}  // namespace progan
