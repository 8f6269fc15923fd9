#include "app/explorer/ui/face_drag.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr const char* kFace = "face";
/// What travels: how many numbers the latent has, the numbers, the edits.
constexpr std::size_t kHeader = sizeof(std::uint64_t);

}  // namespace

void drag_face(const NamedLatent& face, ImTextureID picture) {
    if (!ImGui::BeginDragDropSource(ImGuiDragDropFlags_SourceAllowNullID)) return;
    const std::size_t numbers = face.latent.size() * sizeof(float),
                      edits = face.edits.size() * sizeof(ChannelEdit);
    std::vector<std::byte> bytes(kHeader + numbers + edits);
    const std::uint64_t count = face.latent.size();
    std::memcpy(bytes.data(), &count, kHeader);
    std::memcpy(bytes.data() + kHeader, face.latent.data(), numbers);
    std::copy_n(reinterpret_cast<const std::byte*>(face.edits.data()), edits,
                bytes.data() + kHeader + numbers);
    ImGui::SetDragDropPayload(kFace, bytes.data(), bytes.size());
    if (picture)
        ImGui::Image(picture, {em(4), em(4)});
    else
        ImGui::TextUnformatted(tr("A face"));
    ImGui::EndDragDropSource();
}

std::optional<NamedLatent> dropped_face() {
    std::optional<NamedLatent> face;
    if (!ImGui::BeginDragDropTarget()) return face;
    if (const ImGuiPayload* payload = ImGui::AcceptDragDropPayload(kFace)) {
        const auto* bytes = static_cast<const std::byte*>(payload->Data);
        std::uint64_t count = 0;
        std::memcpy(&count, bytes, kHeader);
        const std::size_t numbers = static_cast<std::size_t>(count) * sizeof(float),
                          rest = static_cast<std::size_t>(payload->DataSize) - kHeader - numbers;
        face.emplace();
        face->latent.resize(static_cast<std::size_t>(count));
        std::memcpy(face->latent.data(), bytes + kHeader, numbers);
        face->edits.resize(rest / sizeof(ChannelEdit));
        std::copy_n(bytes + kHeader + numbers, rest, reinterpret_cast<std::byte*>(face->edits.data()));
    }
    ImGui::EndDragDropTarget();
    return face;
}

bool face_is_dragged() {
    const ImGuiPayload* const payload = ImGui::GetDragDropPayload();
    return payload && payload->IsDataType(kFace);
}

}  // namespace progan
