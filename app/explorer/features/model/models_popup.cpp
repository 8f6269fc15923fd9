#include "app/explorer/features/model/models_popup.h"

#include <imgui.h>

#include <algorithm>
#include <string>

#include "app/explorer/features/model/model_list.h"
#include "app/explorer/platform/imgui_compat.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/dialog.h"
#include "app/explorer/ui/dialog_foot.h"
#include "app/explorer/ui/theme.h"
#include "core/support/text.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr float kFaceSide = 4, kTextWidth = 22;        // em
constexpr float kMaxWidth = 0.95f, kMaxHeight = 0.7f;  // of the window

std::string home_text(const ListedModel& model) {
    switch (model.home) {
        case ListedModel::Home::program:
            return tr("Included with the program");
        case ListedModel::Home::folder:
            return trf("{} in the models folder", model.path.filename().string());
        case ListedModel::Home::elsewhere:
            break;
    }
    return model.path.string();
}

std::string card_text(const ListedModel& model, const ModelCard& card) {
    if (!card.problem.empty()) return card.problem;
    if (!card.sample) return tr("Reading the model...");
    const std::string side = square_text(card.sample->side);
    const std::uint64_t bytes = model.stamp.bytes;
    return bytes > 0 ? trf("{}, latent {}, {}", side, card.sample->latent_size,
                           bytes_text(static_cast<double>(bytes)))
                     : trf("{}, latent {}", side, card.sample->latent_size);
}

/// The texture of a model's faces, or null while there is none.
ImTextureID faces(Panel& panel, const ListedModel& model, const ModelCard& card) {
    if (!card.sample) return {};
    const std::string key = "model-" + std::to_string(model.stamp.modified) + "-" + model.path.string();
    if (!panel.pictures.has_thumbnail(key)) panel.pictures.set_thumbnail(key, card.sample->faces);
    return panel.pictures.thumbnail(key);
}

void draw_faces(ImVec2 at, ImTextureID texture) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float side = em(kFaceSide), gap = space::tight();
    for (int face = 0; face < kSampleFaces; ++face) {
        const ImVec2 low{at.x + static_cast<float>(face) * (side + gap), at.y};
        const ImVec2 high{low.x + side, low.y + side};
        const float part = 1.0f / kSampleFaces, left = static_cast<float>(face) * part;
        list.AddRectFilled(low, high, ImGui::GetColorU32(ImGuiCol_FrameBg), space::rounding_small());
        if (texture)
            list.AddImageRounded(texture, low, high, {left, 0}, {left + part, 1}, kUntinted,
                                 space::rounding_small());
    }
}

/// True if the model was chosen.
bool row(Panel& panel, ModelController& controller, const ListedModel& model) {
    const float room = ImGui::GetContentRegionAvail().x;
    const bool open = panel.state.model && panel.state.model->path == model.path;
    const float side = em(kFaceSide), padding = space::small(),
                width = kSampleFaces * (side + space::tight());
    const ImVec2 start = ImGui::GetCursorPos(), at = ImGui::GetCursorScreenPos();
    ImGui::PushID(model.path.c_str());
    bool chosen =
        ImGui::Selectable("##model", open, ImGuiSelectableFlags_DontClosePopups, {room, side + 2 * padding});
    chosen |= enter_on_last_item();
    ImGui::PopID();
    panel.probe.item("Models/" + model.path.filename().string());
    const ImVec2 next = ImGui::GetCursorPos();
    if (!ImGui::IsItemVisible()) return chosen;  // its faces are not needed yet
    const ModelCard& card = controller.card(model);
    draw_faces({at.x + padding, at.y + padding}, faces(panel, model, card));
    const float text_x = start.x + width + em(1), text_width = room - width - em(1.5f);
    const auto line = [&](float number, const std::string& text, const ImVec4& color) {
        ImGui::SetCursorPos({text_x, start.y + padding + em(1.3f) * number});
        ImGui::PushStyleColor(ImGuiCol_Text, color);
        cut_text(text, text_width);
        ImGui::PopStyleColor();
    };
    const std::string name = name_of(model, panel.state.models);
    line(0, open ? trf("{} (open)", name) : name, ImGui::GetStyleColorVec4(ImGuiCol_Text));
    line(1, card_text(model, card), card.problem.empty() ? theme().text_dim : theme().error);
    line(2, home_text(model), theme().text_dim);
    ImGui::SetCursorPos(next);
    return chosen;
}

void list(Panel& panel, ModelController& controller, bool& done) {
    const std::vector<ListedModel>& models = panel.state.models.listed;
    const float height = (em(kFaceSide) + space::large() + ImGui::GetStyle().ItemSpacing.y) *
                         static_cast<float>(std::max<std::size_t>(models.size(), 1));
    const ImVec2 display = ImGui::GetIO().DisplaySize;
    const float width = kSampleFaces * em(kFaceSide + 0.15f) + em(kTextWidth);
    ImGui::BeginChild("##models", {std::min(width, display.x * kMaxWidth - em(2)),
                                   std::min(height + space::medium(), display.y * kMaxHeight - em(6))});
    const ListedModel* chosen = nullptr;
    for (const ListedModel& model : models)
        if (row(panel, controller, model)) chosen = &model;
    ImGui::EndChild();
    if (chosen == nullptr) return;
    done = true;
    if (!panel.state.model || panel.state.model->path != chosen->path) controller.open(chosen->path.string());
}

}  // namespace

void models_popup(Panel& panel, ModelController& controller) {
    AppState& state = panel.state;
    if (!begin_dialog(tr_label("Models"), state.models.show, panel.escape)) return;
    bool done = false;
    list(panel, controller, done);
    dim_text(trf("Files in {} are also listed.", (state.data_dir / "models").string()));
    ImGui::Spacing();
    const auto another = [&] {
        if (button(tr_label("Open another..."), tr("A model file or a checkpoint from another code base"))) {
            done = true;
            panel.files.open(FilePurpose::open_model);
        }
        panel.probe.item("Models/Open another");
    };
    done |= close_foot(panel, "Models/Close", another);
    if (done) {
        state.models.show = false;
        ImGui::CloseCurrentPopup();
    }
    ImGui::EndPopup();
}

}  // namespace progan
