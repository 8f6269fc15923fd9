#include "core/support/error.h"

#include <exception>
#include <new>

namespace progan {

std::string current_error_sentence() noexcept {
    try {
        try {
            throw;
        } catch (const std::bad_alloc&) {
            return "Not enough memory.";
        } catch (const std::exception& error) {
            return error.what();
        } catch (...) {
            return "Unknown error.";
        }
    } catch (...) {
        return {};  // not even enough memory for the sentence
    }
}

}  // namespace progan
