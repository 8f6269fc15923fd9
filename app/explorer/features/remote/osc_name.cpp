#include "app/explorer/features/remote/osc_name.h"

namespace progan {

std::string osc_name(std::string_view name) {
    std::string address;
    bool gap = false;
    for (const char c : name) {
        const bool capital = c >= 'A' && c <= 'Z';
        const bool kept = capital || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                          (static_cast<unsigned char>(c) & 0x80u) != 0;
        if (!kept) {
            gap = true;
            continue;
        }
        if (gap && !address.empty()) address += '-';
        gap = false;
        address += capital ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return address;
}

}  // namespace progan
