#include "app/explorer/platform/key_labels.h"

#include <GLFW/glfw3.h>

namespace progan {
namespace {

// GLFW's letters and signs are ASCII's.
constexpr std::string_view kSigns = "'`,-./;=[]\\";

bool is_letter(int key) {
    return key >= GLFW_KEY_A && key <= GLFW_KEY_Z;
}

}  // namespace

bool has_label(int position) {
    const bool digit = position >= GLFW_KEY_0 && position <= GLFW_KEY_9;
    return position == GLFW_KEY_UNKNOWN ||
           (position >= GLFW_KEY_APOSTROPHE && position <= GLFW_KEY_WORLD_2 && !digit);
}

int key_by_label(int position, std::string_view label, const std::function<bool(char)>& has_letter) {
    if (!has_label(position)) return position;
    if (label.size() == 1) {
        const char sign = label.front();
        if (sign >= 'a' && sign <= 'z') return GLFW_KEY_A + (sign - 'a');
        if (sign >= 'A' && sign <= 'Z') return GLFW_KEY_A + (sign - 'A');
        if (kSigns.find(sign) != std::string_view::npos) return sign;
    }
    if (is_letter(position) && has_letter(static_cast<char>('a' + (position - GLFW_KEY_A))))
        return GLFW_KEY_UNKNOWN;
    return position;
}

}  // namespace progan
