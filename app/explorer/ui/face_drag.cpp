#include "app/explorer/ui/face_drag.h"

#include <cstring>

#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr const char* kFace = "face";

}  // namespace

void drag_face(const Latent& latent, ImTextureID picture) {
    if (!ImGui::BeginDragDropSource(ImGuiDragDropFlags_SourceAllowNullID)) return;
    ImGui::SetDragDropPayload(kFace, latent.data(), latent.size() * sizeof(float));
    if (picture)
        ImGui::Image(picture, {em(4), em(4)});
    else
        ImGui::TextUnformatted(tr("A face"));
    ImGui::EndDragDropSource();
}

std::optional<Latent> dropped_face() {
    std::optional<Latent> face;
    if (!ImGui::BeginDragDropTarget()) return face;
    if (const ImGuiPayload* payload = ImGui::AcceptDragDropPayload(kFace)) {
        face.emplace(static_cast<std::size_t>(payload->DataSize) / sizeof(float));
        std::memcpy(face->data(), payload->Data, face->size() * sizeof(float));
    }
    ImGui::EndDragDropTarget();
    return face;
}

bool face_is_dragged() {
    const ImGuiPayload* const payload = ImGui::GetDragDropPayload();
    return payload && payload->IsDataType(kFace);
}

}  // namespace progan
