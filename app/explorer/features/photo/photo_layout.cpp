#include "app/explorer/features/photo/photo_stages.h"

#include <algorithm>
#include <cmath>

#include "app/explorer/platform/imgui_compat.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/dialog.h"
#include "app/explorer/ui/theme.h"

namespace progan {
namespace {

constexpr float kMaxWidth = 62, kMaxHeight = 35, kMinHeight = 8;  // em
constexpr float kMinColumn = 12, kMaxColumn = 17;                 // em
constexpr float kOneLineFoot = 58;                                // em: below that, the foot may take two

/// A picture in a square with a caption over it. A well while there is none.
void captioned(const char* caption, ImTextureID texture, float side) {
    ImGui::BeginGroup();
    small_text(caption);
    const ImVec2 low = ImGui::GetCursorScreenPos(), high{low.x + side, low.y + side};
    ImGui::Dummy({side, side});
    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (texture)
        list.AddImageRounded(texture, low, high, {0, 0}, {1, 1}, kUntinted, space::small());
    else
        list.AddRectFilled(low, high, ImGui::GetColorU32(theme().well), space::small());
    ImGui::EndGroup();
}

}  // namespace

PhotoSizes photo_sizes() {
    const ImVec2 display = ImGui::GetIO().DisplaySize;
    const float line = ImGui::GetFrameHeightWithSpacing();
    PhotoSizes sizes{};
    sizes.width = std::min(display.x * 0.95f - 2 * space::huge(), em(kMaxWidth));
    const float lines = sizes.width < em(kOneLineFoot) ? 7 : 6;
    sizes.height = std::clamp(display.y * 0.95f - 2 * space::large() - lines * line, em(kMinHeight),
                              std::min(em(kMaxHeight), sizes.width * 0.6f));
    sizes.column = std::clamp(sizes.width * 0.3f, em(kMinColumn), em(kMaxColumn));
    sizes.main = sizes.width - sizes.column - space::large();
    return sizes;
}

void begin_photo_column(const PhotoSizes& sizes) {
    ImGui::SetCursorPos({sizes.main + space::large(), 0});
    ImGui::BeginChild("##column", {sizes.column, sizes.height}, false, ImGuiWindowFlags_NoBackground);
}

PhotoPair photo_pair_in(const PhotoSizes& sizes, float below) {
    const float side = std::floor(std::min((sizes.main - space::large()) / 2,
                                           sizes.height - below - ImGui::GetTextLineHeightWithSpacing()));
    return {side, std::floor((sizes.main - 2 * side - space::large()) / 2)};
}

void photo_pair(const PhotoPair& place, const char* left, ImTextureID left_picture, const char* right,
                ImTextureID right_picture) {
    const float side = place.side;
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + place.margin);
    captioned(left, left_picture, side);
    ImGui::SameLine(0, space::large());
    captioned(right, right_picture, side);
}

void photo_item_for_tests(Panel& panel, const char* name) {
    const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
    panel.probe.rectangle(name, low.x, low.y, high.x - low.x, high.y - low.y);
}

}  // namespace progan
