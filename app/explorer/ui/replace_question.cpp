#include "app/explorer/ui/replace_question.h"

#include <imgui.h>

#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

std::string question_text(const ReplaceQuestion& question) {
    const std::string name = question.path.filename().string();
    if (!question.found.replaceable)
        return trf("{} already exists ({}). Please choose another name.", name, question.found.what);
    return trf("{} already exists ({}). Replace it?", name, question.found.what);
}

}  // namespace

bool may_be_written(Panel& panel, ReplaceQuestion& question, const std::filesystem::path& path,
                    bool asked_for, const std::string& probe_label) {
    if (question.path != path && question.agreed != path) question = {};
    if (asked_for) {
        const bool agreed = question.agreed == path;
        question = {path, {}, existing_file(path), false};
        if (!question.found.there || (agreed && question.found.replaceable)) {
            question = {};
            return true;
        }
    }
    if (question.path.empty()) return false;
    ImGui::PushTextWrapPos(em(28));
    ImGui::PushStyleColor(ImGuiCol_Text, theme().error);
    text_line(question_text(question));
    ImGui::PopStyleColor();
    ImGui::PopTextWrapPos();
    if (!question.found.replaceable) return false;
    if (!question.found.ours) {
        ImGui::Checkbox(tr_label("Yes, overwrite that file"), &question.sure);
        panel.probe.item(probe_label + "/Sure");
    }
    ImGui::BeginDisabled(!question.found.ours && !question.sure);
    const bool replace = button(tr_label("Replace"), tr("The existing file will be lost."), em(6));
    ImGui::EndDisabled();
    panel.probe.item(probe_label + "/Replace");
    if (replace) question = {};
    return replace;
}

}  // namespace progan
