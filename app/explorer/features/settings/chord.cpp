#include "app/explorer/features/settings/chord.h"

#include <GLFW/glfw3.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "core/support/translate.h"

namespace progan {
namespace {

struct KeyName {
    int key;
    const char* name;
};

constexpr std::array kKeyNames{KeyName{GLFW_KEY_SPACE, tr_later("Space")},
                               KeyName{GLFW_KEY_PAGE_UP, tr_later("Page Up")},
                               KeyName{GLFW_KEY_PAGE_DOWN, tr_later("Page Down")},
                               KeyName{GLFW_KEY_LEFT, tr_later("Left")},
                               KeyName{GLFW_KEY_RIGHT, tr_later("Right")},
                               KeyName{GLFW_KEY_UP, tr_later("Up")},
                               KeyName{GLFW_KEY_DOWN, tr_later("Down")},
                               KeyName{GLFW_KEY_HOME, tr_later("Home")},
                               KeyName{GLFW_KEY_END, tr_later("End")},
                               KeyName{GLFW_KEY_INSERT, "Insert"},
                               KeyName{GLFW_KEY_DELETE, "Delete"}};
constexpr std::string_view kModifiers[] = {"Ctrl+", "Alt+", "Shift+"};
constexpr int kMaxFunctionKeys = 24;
// GLFW's letters, digits and signs are ASCII's.
constexpr std::string_view kSignKeys = "'`,-./;=[]\\";

bool is_letter_or_digit(int c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool is_sign(unsigned c) {
    return c > ' ' && c < 0x7f && !is_letter_or_digit(static_cast<int>(c));
}

bool is_function_key(int key) {
    return key >= GLFW_KEY_F1 && key < GLFW_KEY_F1 + kMaxFunctionKeys;
}

const KeyName* named_key(int key) {
    const auto* const found = std::find_if(kKeyNames.begin(), kKeyNames.end(),
                                           [key](const KeyName& known) { return known.key == key; });
    return found == kKeyNames.end() ? nullptr : found;
}

bool has_name(const Chord& chord) {
    if (chord.key == 0) return is_sign(chord.character);
    const bool small = chord.key >= 'a' && chord.key <= 'z';  // no key is called so
    return (chord.key < 0x7f && is_letter_or_digit(chord.key) && !small) || is_function_key(chord.key) ||
           named_key(chord.key) ||
           (chord.key < 0x7f && kSignKeys.find(static_cast<char>(chord.key)) != std::string_view::npos);
}

std::string text_of(const Chord& chord, bool translated) {
    std::string text;
    if (chord.ctrl) text += kModifiers[0];
    if (chord.alt) text += kModifiers[1];
    if (chord.shift) text += kModifiers[2];
    if (!has_name(chord)) return text + "?";
    if (is_function_key(chord.key)) return text + "F" + std::to_string(chord.key - GLFW_KEY_F1 + 1);
    if (const KeyName* known = named_key(chord.key))
        return text + (translated ? tr(known->name) : known->name);
    return text + static_cast<char>(chord.key != 0 ? chord.key : static_cast<int>(chord.character));
}

bool walks(const Chord& chord) {
    switch (chord.key) {
        case GLFW_KEY_TAB:
        case GLFW_KEY_F6:
        case GLFW_KEY_ENTER:
        case GLFW_KEY_KP_ENTER:
        case GLFW_KEY_SPACE:
        case GLFW_KEY_ESCAPE:
            return true;
        case GLFW_KEY_LEFT:
        case GLFW_KEY_RIGHT:
        case GLFW_KEY_UP:
        case GLFW_KEY_DOWN:
            return !chord.ctrl && !chord.alt;
        default:
            return false;
    }
}

bool edits_text(const Chord& chord) {
    const bool plain = !chord.ctrl && !chord.alt;
    return chord.key == GLFW_KEY_BACKSPACE ||
           (plain && (chord.key == GLFW_KEY_DELETE || chord.key == GLFW_KEY_INSERT ||
                      chord.key == GLFW_KEY_HOME || chord.key == GLFW_KEY_END));
}

/// "F5", "Page Up", "Z"; 0 for anything else.
int key_named(std::string_view name) {
    const auto* const found = std::find_if(kKeyNames.begin(), kKeyNames.end(),
                                           [name](const KeyName& known) { return known.name == name; });
    if (found != kKeyNames.end()) return found->key;
    if (name.size() == 1 && is_letter_or_digit(name.front()))
        return name.front() >= 'a' ? name.front() - 'a' + 'A' : name.front();
    int number = 0;
    if (name.size() < 2 || name.front() != 'F' || name[1] == '0') return 0;
    const auto [end, error] = std::from_chars(name.data() + 1, name.data() + name.size(), number);
    const bool whole = error == std::errc() && end == name.data() + name.size();
    return whole && number >= 1 && number <= kMaxFunctionKeys ? GLFW_KEY_F1 + number - 1 : 0;
}

}  // namespace

std::string chord_text(const Chord& chord) {
    return text_of(chord, true);
}

std::string chord_name(const Chord& chord) {
    return text_of(chord, false);
}

std::optional<Chord> chord_named(std::string_view name) {
    Chord chord;
    bool* const held[] = {&chord.ctrl, &chord.alt, &chord.shift};
    for (std::size_t i = 0; i < std::size(kModifiers); ++i) {
        if (!name.starts_with(kModifiers[i])) continue;
        name.remove_prefix(kModifiers[i].size());
        *held[i] = true;
    }
    chord.key = key_named(name);
    if (chord.key != 0) return chord;
    if (name.size() != 1 || !is_sign(static_cast<unsigned char>(name.front()))) return std::nullopt;
    if (chord.ctrl || chord.alt)
        chord.key = kSignKeys.find(name.front()) != std::string_view::npos ? name.front() : 0;
    else if (!chord.shift)  // a typed sign has its Shift in it
        chord.character = static_cast<unsigned char>(name.front());
    if (chord.key == 0 && chord.character == 0) return std::nullopt;
    return chord;
}

std::string why_reserved(const Chord& chord) {
    if (walks(chord))
        return tr("Tab, F6, Enter, Space, Esc and the arrows move through the window and cannot be changed.");
    if (edits_text(chord))
        return tr("Backspace, Delete, Insert, Home and End edit text and cannot be shortcuts.");
    if (!has_name(chord))
        return tr("That key cannot be used: choose a letter, a digit, a symbol or a function key.");
    return {};
}

}  // namespace progan
