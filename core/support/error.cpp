#include "core/support/error.h"

#include <algorithm>
#include <exception>
#include <filesystem>
#include <new>
#include <string_view>
#include <system_error>

#include "core/support/library_error.h"

namespace progan {

namespace {

/// Without "[json.exception.type_error.302] " or "[enforce fail at allocator.cpp:9] . " before it.
std::string_view without_library_mark(std::string_view text) {
    if (!text.starts_with('[')) return text;
    const std::size_t end = text.find("] ");
    if (end == std::string_view::npos) return text;
    return text.substr(std::min(text.find_first_not_of(". ", end + 2), text.size()));
}

}  // namespace

std::string library_sentence(std::string_view library, std::string_view text) {
    std::string_view line = without_library_mark(text.substr(0, text.find('\n')));
    if (line.find("out of memory") != std::string_view::npos ||
        line.find("t allocate memory") != std::string_view::npos)
        return "Not enough memory.";
    // Ours are sentences, and those of libraries are not.
    if (line.ends_with('.') || line.ends_with(".)")) return std::string(line);
    return fmt::format("{} stopped with \"{}\".", library, line);
}

std::string current_error_sentence() noexcept {
    try {
        try {
            throw;
        } catch (const std::bad_alloc&) {
            return "Not enough memory.";
        } catch (const Error& error) {
            return error.what();
        } catch (const std::filesystem::filesystem_error& error) {
            const std::string path = error.path1().string(), reason = error.code().message();
            return path.empty() ? fmt::format("The file system cannot be used: {}.", reason)
                                : fmt::format("{} cannot be used: {}.", path, reason);
        } catch (const std::system_error& error) {
            return fmt::format("A system call failed: {}.", error.code().message());
        } catch (const std::exception& error) {
            const std::string_view text = error.what();
            if (text.starts_with("[json.exception."))
                return fmt::format("A JSON document is not as expected: {}.", without_library_mark(text));
            return library_sentence("The program", text);
        } catch (...) {
            return "Unknown error.";
        }
    } catch (...) {
        return {};  // not even enough memory for the sentence
    }
}

}  // namespace progan
