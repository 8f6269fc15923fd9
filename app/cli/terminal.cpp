#include "app/cli/terminal.h"

#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>

#include "core/support/text.h"

namespace progan::cli {
namespace {

void print(std::FILE* to, const char* format, va_list arguments) {
    va_list again;
    va_copy(again, arguments);
    const int length = std::vsnprintf(nullptr, 0, format, again);
    va_end(again);
    if (length < 0) return;
    std::string text(static_cast<std::size_t>(length) + 1, '\0');
    std::vsnprintf(text.data(), text.size(), format, arguments);
    text.pop_back();
    for (std::string_view rest = text; !rest.empty();) {
        const std::size_t end = rest.find('\n');
        const bool whole = end != std::string_view::npos;
        std::fputs((printable(rest.substr(0, end)) + (whole ? "\n" : "")).c_str(), to);
        rest.remove_prefix(whole ? end + 1 : rest.size());
    }
}

}  // namespace

void say(const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    print(stdout, format, arguments);
    va_end(arguments);
}

void note(const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    print(stderr, format, arguments);
    va_end(arguments);
}

void say_fact(const std::string& label, const std::string& value) {
    if (!value.empty()) say("%-14s%s\n", label.c_str(), printable(value).c_str());
}

bool said_all() {
    errno = 0;
    if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return true;
    const std::string reason = errno != 0 ? std::string(": ") + std::strerror(errno) : "";
    note("progan: The output could not be written%s.\n", reason.c_str());
    return false;
}

}  // namespace progan::cli
