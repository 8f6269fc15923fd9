#include "core/support/error.h"

#include <exception>
#include <filesystem>
#include <new>
#include <string_view>

namespace progan {

namespace {

/// "[json.exception.type_error.302] type must be ..." as a sentence: what was read is not named, so whoever
/// reads JSON should have said more (core/files/json_reader.h).
std::string without_library_mark(std::string_view text) {
    const std::size_t end = text.find("] ");
    if (!text.starts_with("[json.exception.") || end == std::string_view::npos) return std::string(text);
    return fmt::format("A text in JSON is not as it must be: {}.", text.substr(end + 2));
}

}  // namespace

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
        } catch (const std::exception& error) {
            return without_library_mark(error.what());
        } catch (...) {
            return "Unknown error.";
        }
    } catch (...) {
        return {};  // not even enough memory for the sentence
    }
}

}  // namespace progan
